import type { Profile } from '../contract'

/** Whom one may mean in a conversation, each once. */
export interface ConversationPeople {
  /** Who is here now, oneself first. */
  readonly here: readonly Profile[]
  readonly away: readonly Profile[]
  /** What calling everybody calls; undefined where there is only one other. */
  readonly everybody: string | undefined
  /** They are needed: asks who they are, unless that was asked a moment ago. */
  want(): void
}
