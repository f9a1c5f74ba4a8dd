import { refusalOf } from '../connections/calls'
import type { Call } from '../connections/calls'
import { limits, type Refusal } from '../contract'
import { type Epoch, makeEpoch, type OpeningFault } from '../keys/epoch'
import { type ClosedDevice, decodeRecord, encodeSigned, type SignedRecord } from '../keys/epochRecord'
import { needsNewEpoch, type OwnedDevice, removedSince, whoRemoved } from '../keys/epochRules'
import type { Closing } from './directClosing'
import { type Next, openNext, type Placed } from '../keys/epochRow'
import { createFollower, type Follower } from './directFollower'
import { type Identities, type Identity, lineageOf, readableBy } from './directIdentities'
import type { OwnDevice } from './directOwnKeys'

/** A record that was checked, with its content key if this device could open it. */
export interface Known extends Placed {
  epoch: Epoch | undefined
  closes: readonly (OwnedDevice & Pick<ClosedDevice, 'lastCounter'>)[]
}

/** What is known of devices that are gone, for a record that closes them. */
interface Gone {
  devices: readonly OwnedDevice[]
  closes: readonly ClosedDevice[]
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
  /** Whether what somebody's device says with this counter does not count, since it was removed before. */
  isClosed(device: OwnedDevice, counter: bigint): boolean
}

export interface EpochsDeps {
  call: Call
  me: string
  other: string
  /** This browser, with the keys that it has by now. */
  own(): Promise<OwnDevice>
  identities: Identities
  closing: Closing
}

const TriesAtMost = 6

export function createEpochs({ call, me, other, own, identities, closing }: EpochsDeps): Epochs {
  let records: readonly Known[] = []
  let closed: { of: readonly Known[]; at: ReadonlyMap<string, bigint> } = { of: records, at: new Map() }
  // What follows a record that is none cannot be checked.
  let broken = false
  let fresh = false
  let doubted = false
  /** With what the newest record was tried that could not be opened. */
  let unopenedBy: string | undefined
  let work: Promise<unknown> = Promise.resolve()

  /** One after the other: each goes on from what the one before found. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const begin = async () => {
      await lookAnew()
      return act()
    }
    const done = work.then(begin, begin)
    work = done.catch(() => {})
    return done
  }

  /** In its turn: what is being checked follows what was checked before it. */
  async function lookAnew() {
    if (doubted) doubted = fresh = broken = false
    const unopened = records.findIndex(({ epoch }) => !epoch)
    // Keys may have come by which it can be opened, or a chain by which it can be checked.
    if (unopened >= 0 && (await means()) !== unopenedBy) records = records.slice(0, unopened)
  }

  /** By what records are opened and checked. */
  async function means(): Promise<string> {
    const versions = [...(await own()).encryptionKeys.keys()]
    const lengths = [me, other].flatMap((account) => [identityOf(account)?.former.length, lengthOf(account)])
    return [...versions, ...lengths].join()
  }

  /** For whom something can be sealed. */
  function chains(): readonly [Identity, Identity] | undefined {
    const [mine, theirs] = [identities.state(me), identities.state(other)]
    return mine.kind === 'known' && theirs.kind === 'known' ? [mine.identity, theirs.identity] : undefined
  }

  const identityOf = (account: string): Identity | undefined => readableBy(identities.state(account))

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
    let next = await tryOpen(signed)
    if (mayHaveCome(next, signed)) {
      // That came since they were followed for this: what is asked for the next time finds it.
      if (follower.hasAsked([me, other]) && !isOpaque(next)) return 'later'
      const refusal = await followBoth(follower)
      if (refusal) return refusal
      next = await tryOpen(signed)
    }
    const fault = faultIn(next)
    // Somebody is not known, or another one by now: what is of that one is not judged before its owner has taken notice.
    if (!next || (!chains() && (fault === 'chainVersion' || fault === 'fork'))) return 'later'
    if (fault && fault !== 'undecryptable' && fault !== 'keyId') broken = true
    else if ('placed' in next) {
      keep(next)
      if (!records.at(-1)?.epoch) unopenedBy = await means()
    }
    return undefined
  }

  /** Whether it names a state that is not there, or another one: the chain may have grown since it was followed, and its owner may have begun anew. */
  function mayHaveCome(next: Next | undefined, { record }: SignedRecord): boolean {
    const fault = faultIn(next)
    if (!next || fault === 'chainVersion' || fault === 'fork') return true
    return isOpaque(next) && record.members.some(({ account, chainVersion }) => chainVersion > lengthOf(account))
  }

  const lengthOf = (account: string): number => identityOf(account)?.entries.length ?? 0

  function keep(next: Exclude<Next, { fault: unknown }>) {
    const { record } = next.placed.signed
    const epoch = 'epoch' in next && !('fault' in next.epoch) ? next.epoch : undefined
    const closes = record.closes.flatMap(({ device, lastCounter }) =>
      'chains' in next
        ? whoRemoved(device, record, next.chains).map((account) => ({ account, device, lastCounter }))
        : [],
    )
    records = [...records, { ...next.placed, epoch, closes }]
  }

  async function tryOpen(signed: SignedRecord): Promise<Next | undefined> {
    const recipient = { account: me, encryptionKeys: (await own()).encryptionKeys }
    const [mine, theirs] = [identityOf(me), identityOf(other)]
    return mine && theirs && openNext(signed, records, [lineageOf(mine), lineageOf(theirs)], recipient)
  }

  /** By devices, the last that counts of each; of several that say so, the least. */
  function closedAt(): ReadonlyMap<string, bigint> {
    if (closed.of === records) return closed.at
    const at = new Map<string, bigint>()
    for (const { account, device, lastCounter } of records.flatMap(({ closes }) => closes)) {
      const known = at.get(account + device) ?? lastCounter
      at.set(account + device, lastCounter < known ? lastCounter : known)
    }
    closed = { of: records, at }
    return at
  }

  async function usable(): Promise<Epoch | undefined> {
    const newest = records.at(-1)
    return newest?.epoch && !(await needsNewEpoch(newest.signed.record, chains() ?? [])) ? newest.epoch : undefined
  }

  /** `gone`: what was found out of devices that went. What is to be found out first is answered as `removed`. */
  async function begin(
    gone: Gone,
  ): Promise<{ epoch: Epoch } | { refusal: Refusal } | { removed: readonly OwnedDevice[] } | 'again'> {
    const both = chains()
    if (!both || broken) return { refusal: refusalOf('invalidEpoch') }
    const newest = records.at(-1)
    // Of what was said before it and cannot be read here nobody knows how much it was.
    const removed = newest?.epoch ? await removedSince(newest.signed.record, both) : []
    if (removed.some((one) => !gone.devices.some((each) => isSame(each, one)))) return { removed }
    const closes = gone.closes.filter(({ device }) => removed.some((one) => one.device === device))
    const { device, signing } = await own()
    const author = { account: me, device, signing }
    const made = await makeEpoch(author, newest?.signed, both, closes)
    const { refusal } = await call('BeginEpoch', { with: other, record: encodeSigned(made.signed) })
    if (refusal?.code === 'epochMovedOn') {
      fresh = false
      return (await followBoth(identities)) ? { refusal } : 'again'
    }
    if (refusal) return { refusal }
    const places = new Map(both.map((identity) => [identity.account, identity.former.length]))
    keep({ placed: { signed: made.signed, places, unknown: [] }, chains: both, epoch: made })
    return { epoch: made }
  }

  async function oneTry(begins: boolean, gone: Gone) {
    // The newest devices of both, or somebody who was removed would go on reading.
    const refusal =
      fresh && chains() ? undefined : ((await followBoth(identities)) ?? (await load(createFollower(identities))))
    if (refusal) return { refusal }
    const epoch = await usable()
    if (epoch) return { epoch }
    return begins ? begin(gone) : { refusal: refusalOf('staleEpoch') }
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
    async current(begins) {
      let gone: Gone = { devices: [], closes: [] }
      for (let tries = 0; tries < TriesAtMost; tries++) {
        const tried = await inTurn(() => oneTry(begins, gone))
        if (tried === 'again') continue
        if (!('removed' in tried)) return tried
        // Not in turn: what is read meanwhile asks for epochs.
        const silent = records.every(({ epoch }) => epoch)
        const { closes, refusal } = await closing.closesOf(tried.removed, silent)
        if (refusal) return { refusal }
        gone = { devices: tried.removed, closes }
      }
      return { refusal: refusalOf('unavailable') }
    },
    doubt() {
      doubted = true
    },
    isClosed: ({ account, device }, counter) => {
      const last = closedAt().get(account + device)
      return last !== undefined && counter > last
    },
  }
}

function faultIn(next: Next | undefined): OpeningFault | undefined {
  if (!next) return undefined
  if ('fault' in next) return next.fault
  return 'epoch' in next && 'fault' in next.epoch ? next.epoch.fault : undefined
}

const isOpaque = (next: Next | undefined): boolean => next !== undefined && 'placed' in next && !next.placed.places

const isSame = (one: OwnedDevice, other: OwnedDevice): boolean =>
  one.account === other.account && one.device === other.device
