import { refusalOf } from '../connections/calls'
import type { Call } from '../connections/calls'
import { limits, type Refusal } from '../contract'
import { type Epoch, makeEpoch, openEpoch } from '../keys/epoch'
import { decodeRecord, encodeSigned, type SignedRecord } from '../keys/epochRecord'
import { type BothChains, needsNewEpoch } from '../keys/epochRules'
import { createFollower, type Follower } from './directFollower'
import type { Identities, Identity } from './directIdentities'
import type { OwnDevice } from './directOwnKeys'

/** A record that was checked, with its content key if this device could open it. */
interface Known {
  signed: SignedRecord
  epoch: Epoch | undefined
}

/** The content keys of one conversation of two. */
export interface Epochs {
  /** The record of a number, asked for if need be. `epoch` is missing in it when it was not sealed for this device. */
  at(number: number): Promise<{ known: Known | undefined; refusal?: never } | { known?: never; refusal: Refusal }>
  /** Asks for the records up to a number, if they are not there. */
  reach(number: number, follower: Follower): Promise<Refusal | undefined>
  /** One that is there. */
  find(number: number): Known | undefined
  /** The one to seal with: the newest, or another one that is begun now, if that may be. */
  current(begins: boolean): Promise<{ epoch: Epoch; refusal?: never } | { refusal: Refusal }>
  /** Others may have begun another one. */
  doubt(): void
  /** The counter above which a device said nothing that counts, once it was removed. */
  closedAt(device: string): bigint | undefined
}

export interface EpochsDeps {
  call: Call
  me: string
  other: string
  /** This browser, with the keys that it has by now. */
  own(): Promise<OwnDevice>
  identities: Identities
}

const TriesAtMost = 4

export function createEpochs({ call, me, other, own, identities }: EpochsDeps): Epochs {
  let records: readonly Known[] = []
  // What follows a record that is none cannot be checked.
  let broken = false
  let fresh = false
  let doubted = false
  let work: Promise<unknown> = Promise.resolve()

  /** One after the other: each goes on from what the one before found. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const begin = () => {
      lookAnew()
      return act()
    }
    const done = work.then(begin, begin)
    work = done.catch(() => {})
    return done
  }

  /** In its turn: what is being checked follows what was checked before it. */
  function lookAnew() {
    if (!doubted) return
    doubted = fresh = broken = false
    // Keys may have come by which it can be opened.
    const closed = records.findIndex(({ epoch }) => !epoch)
    if (closed >= 0) records = records.slice(0, closed)
  }

  function chains(): BothChains | undefined {
    const [mine, theirs] = [identityOf(me), identityOf(other)]
    return mine && theirs ? [mine, theirs] : undefined
  }

  function identityOf(account: string): Identity | undefined {
    const state = identities.state(account)
    return state.kind === 'known' ? state.identity : undefined
  }

  async function followBoth({ follow }: Pick<Follower, 'follow'>): Promise<Refusal | undefined> {
    const [mine, theirs] = await Promise.all([follow(me), follow(other)])
    return mine.refusal ?? theirs.refusal
  }

  async function load(follower: Follower): Promise<Refusal | undefined> {
    for (let more = true; more && !broken;) {
      const { value, refusal } = await call('ReadEpochs', { with: other, after: records.length })
      if (refusal) return refusal
      for (const bytes of value.records) {
        const outcome = await takeIn(bytes, follower)
        if (outcome === 'later') return undefined
        if (outcome) return outcome
      }
      more = value.records.length === limits.epochsPerPage
    }
    fresh = true
    return undefined
  }

  async function takeIn(bytes: Uint8Array, follower: Follower): Promise<Refusal | 'later' | undefined> {
    const signed = decodeRecord(bytes)
    if (!signed || broken) {
      broken = true
      return undefined
    }
    let opened = await tryOpen(signed)
    // A state of a chain that came since it was followed.
    if (!opened || ('fault' in opened && opened.fault === 'chainVersion')) {
      // That came since they were followed for this: what is asked for the next time finds it.
      if (follower.hasAsked([me, other])) return 'later'
      const refusal = await followBoth(follower)
      if (refusal) return refusal
      opened = await tryOpen(signed)
    }
    if (opened && !('fault' in opened)) records = [...records, { signed, epoch: opened }]
    else if (opened?.fault === 'undecryptable' || opened?.fault === 'keyId')
      records = [...records, { signed, epoch: undefined }]
    else broken = true
    return undefined
  }

  async function tryOpen(signed: SignedRecord) {
    const both = chains()
    const recipient = { account: me, encryptionKeys: (await own()).encryptionKeys }
    return both && openEpoch(signed, records.at(-1)?.signed, both, recipient)
  }

  const usable = (): Epoch | undefined => {
    const [newest, both] = [records.at(-1), chains()]
    const heads = both?.map(({ entries }) => entries.at(-1)?.entry).filter((head) => head !== undefined) ?? []
    return newest?.epoch && !needsNewEpoch(newest.signed.record, heads) ? newest.epoch : undefined
  }

  async function begin(): Promise<{ epoch: Epoch } | { refusal: Refusal } | 'again'> {
    const both = chains()
    if (!both || broken) return { refusal: refusalOf('invalidEpoch') }
    const { device, signing } = await own()
    const author = { account: me, device, signing }
    const made = await makeEpoch(author, records.at(-1)?.signed, both)
    const { refusal } = await call('BeginEpoch', { with: other, record: encodeSigned(made.signed) })
    if (refusal?.code === 'epochMovedOn') {
      fresh = false
      return (await followBoth(identities)) ? { refusal } : 'again'
    }
    if (refusal) return { refusal }
    records = [...records, { signed: made.signed, epoch: made }]
    return { epoch: made }
  }

  return {
    at: (number) =>
      inTurn(async () => {
        if (number > records.length && !broken) {
          const refusal = await load(createFollower(identities))
          if (refusal) return { refusal }
        }
        return { known: records[number - 1] }
      }),
    reach: (number, follower) => inTurn(async () => (number > records.length && !broken ? load(follower) : undefined)),
    find: (number) => records[number - 1],
    current: (begins) =>
      inTurn(async () => {
        for (let tries = 0; tries < TriesAtMost; tries++) {
          // The newest devices of both, or somebody who was removed would go on reading.
          const refusal =
            fresh && chains() ? undefined : ((await followBoth(identities)) ?? (await load(createFollower(identities))))
          if (refusal) return { refusal }
          const epoch = usable()
          if (epoch) return { epoch }
          if (!begins) return { refusal: refusalOf('staleEpoch') }
          const begun = await begin()
          if (begun !== 'again') return begun
        }
        return { refusal: refusalOf('unavailable') }
      }),
    doubt() {
      doubted = true
    },
    closedAt(device) {
      const closing = records.flatMap(({ signed }) => signed.record.closes).filter((closed) => closed.device === device)
      return closing.length > 0
        ? closing.map(({ lastCounter }) => lastCounter).reduce((least, each) => (each < least ? each : least))
        : undefined
    },
  }
}
