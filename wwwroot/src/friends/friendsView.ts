import type { FriendAct, FriendEntry, FriendLink, FriendLinks, Profile, Result } from '../contract'
import type { Trouble } from '../refusals'

/** What one is to others, and what one can do about it. */
export interface FriendsView {
  /** Whether the list has come; until then nothing is known of anybody. */
  known(): boolean
  /** Everybody whom one is anything to, in no order. */
  entries(): readonly FriendEntry[]
  find(user: string): FriendEntry | undefined
  /** Whether one has blocked this person: what they do is hidden. */
  blocked(user: string): boolean
  /** Hears of requests and new friends in the moment in which they come. */
  listen(heard: (entry: FriendEntry) => void): () => void
  act(user: string, act: FriendAct): Promise<Trouble | undefined>
  /** The person with exactly this handle. */
  findPerson(handle: string): Promise<Result<Profile>>
  links(): Promise<Result<FriendLinks>>
  /** Makes a link that leads to oneself, under a token that is drawn here and told to nobody but the caller. */
  createLink(forMs: number): Promise<Result<NewFriendLink>>
  revokeLink(link: string): Promise<Trouble | undefined>
  /** The person to whom a link leads. */
  openLink(token: string): Promise<Result<Profile>>
}

/** A link and its token, which nobody can find out again. */
export interface NewFriendLink {
  link: FriendLink
  token: string
}
