import type { Call } from '../connections/calls'
import type { Refusal } from '../contract'

/** What the server says to be erased: with an account, and in no other way. */
export interface Erasures {
  /** Whether the account of this author is there all the same, as the server itself says; or why that cannot be found out now. */
  contradicted(
    author: string,
  ): Promise<{ contradicted: boolean; refusal?: never } | { contradicted?: never; refusal: Refusal }>
  /** Others may be friends now. */
  doubt(): void
}

export interface ErasuresDeps {
  call: Call
  me: string
  other: string
}

/** Of somebody who is a friend no more nobody can know. Their chain tells nothing: it is kept for what others wrote. */
export function createErasures({ call, me, other }: ErasuresDeps): Erasures {
  let believed = false
  let asking: ReturnType<Erasures['contradicted']> | undefined

  // Asked after what is empty was given: by the time that it is erased, whoever wrote it is nobody's friend any more.
  async function ask(): ReturnType<Erasures['contradicted']> {
    const { value, refusal } = await call('GetFriends', null)
    if (refusal) return { refusal }
    // A friend of whom it is not said who they are could not be asked, and may be gone.
    const entry = value.entries.find(({ view }) => view.with === other)
    const contradicted = entry?.view.relation === 'friends' && entry.profile !== null
    believed = !contradicted
    return { contradicted }
  }

  return {
    async contradicted(author) {
      // Whoever is here has an account.
      if (author === me) return { contradicted: true }
      if (believed) return { contradicted: false }
      asking ??= ask().finally(() => (asking = undefined))
      return asking
    },
    doubt() {
      believed = false
    },
  }
}
