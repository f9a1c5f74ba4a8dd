import type { EntryWays, Profile } from '../contract'
import type { Trouble } from '../refusals'

/** Why somebody is at the entry page who was inside: as the server said, or `sessionEnded` when it only was so. */
export type EndedNotice = 'sessionEnded' | 'endedElsewhere' | 'expired' | 'accountRemoved'

/** Who this browser is. Read-only accessors are reactive. */
export interface SessionView {
  status(): 'loading' | 'unreachable' | 'out' | 'in'
  me(): Profile | undefined
  limits(): { nameLength: number; messageLength: number }
  inviteUrl(): string
  /** Whether the operator finds the Orleans Dashboard here. */
  dashboard(): boolean
  /** How one can come in here. */
  ways(): EntryWays
  /** Set on the entry page when the session ended without this tab asking for it. */
  endedNotice(): EndedNotice | undefined
  /** How a sign-in ended that led away from this page and back, until it is dismissed. */
  outcome(): Trouble | 'added' | undefined
  dismissOutcome(): void
  enterAsGuest(name: string, colour: string): Promise<Trouble | undefined>
  enterAsDemo(name: string): Promise<Trouble | undefined>
  /** Makes a passkey and signs up with it: a guest stays the same person. */
  createAccount(name: string, colour: string): Promise<Trouble | undefined>
  /** Signs in, or shows once more who one is. */
  signInWithPasskey(): Promise<Trouble | undefined>
  /** One more passkey for the account. */
  addPasskey(): Promise<Trouble | undefined>
  /** Answers why when the session could not be ended: then it has not. */
  signOut(everywhere?: boolean): Promise<Trouble | undefined>
  /** Saves a file with everything that the server has of one. */
  exportAccount(): Promise<Trouble | undefined>
  /** Removes the account for good. */
  deleteAccount(withMessages: boolean): Promise<Trouble | undefined>
  /** Ends the session and walks in again as a guest whom nobody knows. */
  becomeAnonymous(): Promise<Trouble | undefined>
  /** Asks the server again who this browser is. */
  reload(): Promise<void>
}
