import type { Epochs, Known } from './directEpochs'
import { type Identities, lineageOf, readableBy } from './directIdentities'
import type { DirectLog } from './directLog'
import { beganAnew, type KeyNews, newsWithin } from './keyNews'

export interface KeyNewsDeps {
  me: string
  other: string
  log: Pick<DirectLog, 'find' | 'doubt'>
  epochs: Pick<Epochs, 'find'>
  identities: Pick<Identities, 'state'>
}

// What cannot be read says nothing of its epoch, and of much of it in a row nobody needs to know.
const LooksBackAtMost = 50

/** What became of the devices of the two between two messages, as far as their epochs say. */
export function createKeyNews({ me, other, log, epochs, identities }: KeyNewsDeps) {
  function epochOf(sequence: number): number | undefined {
    return log.doubt(sequence) ? undefined : log.find(sequence)?.said?.header.epoch
  }

  function lastEpochUpTo(sequence: number): number | undefined {
    for (let at = sequence; at > 0 && at > sequence - LooksBackAtMost; at--) {
      const epoch = epochOf(at)
      if (epoch !== undefined) return epoch
    }
    return undefined
  }

  function newsOf(account: string, before: Known, now: Known): KeyNews | undefined {
    const [was, is] = [before.places?.get(account), now.places?.get(account)]
    if (was === undefined || is === undefined) return undefined
    if (was !== is) return beganAnew(account)
    const identity = readableBy(identities.state(account))
    const entries = identity && lineageOf(identity).chains[is]?.map(({ entry }) => entry)
    const [from, upTo] = [stateIn(before, account), stateIn(now, account)]
    return entries && newsWithin(entries, from, upTo)
  }

  const stateIn = ({ signed }: Known, account: string): number =>
    signed.record.members.find((member) => member.account === account)?.chainVersion ?? 0

  /** `previous`: the message that is shown right above. */
  return (previous: number, sequence: number): readonly KeyNews[] => {
    const [earlier, later] = [lastEpochUpTo(previous), epochOf(sequence)]
    if (earlier === undefined || later === undefined || later <= earlier) return []
    const [before, now] = [epochs.find(earlier), epochs.find(later)]
    if (!before || !now) return []
    return [me, other].map((account) => newsOf(account, before, now)).filter((news) => news !== undefined)
  }
}
