import type { Identities } from './directIdentities'

/** Follows chains for whoever asks for several things at once: each one once, since another time would tell nothing new. */
export interface Follower {
  follow: Identities['follow']
  /** Whether all of these were asked for already. */
  hasAsked(accounts: readonly string[]): boolean
}

export function createFollower(identities: Pick<Identities, 'follow'>): Follower {
  const asked = new Map<string, ReturnType<Identities['follow']>>()
  return {
    follow(account) {
      const answer = asked.get(account) ?? identities.follow(account)
      asked.set(account, answer)
      return answer
    },
    hasAsked: (accounts) => accounts.every((account) => asked.has(account)),
  }
}
