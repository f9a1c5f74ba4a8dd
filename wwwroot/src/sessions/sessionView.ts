import type { Profile, Refusal } from '../contract'

/** Who this browser is. Read-only accessors are reactive. */
export interface SessionView {
  status(): 'loading' | 'unreachable' | 'out' | 'in'
  me(): Profile | undefined
  limits(): { nameLength: number; messageLength: number }
  inviteUrl(): string
  /** Set on the entry page when the session ended without this tab asking for it. */
  endedNotice(): 'sessionEnded' | undefined
  enterAsGuest(name: string, colour: string): Promise<Refusal | undefined>
  /** Answers why when the session could not be ended: then it has not. */
  signOut(): Promise<Refusal | undefined>
  /** Asks the server again who this browser is. */
  reload(): Promise<void>
}
