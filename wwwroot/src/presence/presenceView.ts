import type { Availability, OwnConnection } from '../contract'
import type { Trouble } from '../refusals'

/** How one appears to others, and by which tabs one is here. */
export interface PresenceView {
  availability(): Availability
  /** One's other tabs. */
  others(): readonly OwnConnection[]
  /** Chooses how to be seen, for all tabs and until it is chosen anew. */
  setAvailability(availability: Availability): Promise<Trouble | undefined>
  /** This room is open in this tab: everyone sees one there. */
  visit(room: string): void
}
