import type { ServerEvent } from '../contract'

/** Who hears of what. */
export type Hearers = { [T in ServerEvent['type']]: (event: Extract<ServerEvent, { type: T }>) => void }

/** Gives an event to the one that it concerns. An event that this build does not know is for a newer one. */
export function route(hearers: Hearers, event: ServerEvent): void {
  const hear = hearers[event.type] as ((event: ServerEvent) => void) | undefined
  hear?.(event)
}
