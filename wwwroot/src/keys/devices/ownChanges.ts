import type { Call } from '../../connections/calls'
import type { Refusal } from '../../contract'
import { equal } from '../bytes'
import { follow } from '../chain'
import { bytesOf, decodeEntry, type SignedEntry } from '../chainEntry'
import type { Arrival, OwnChange } from '../deviceRows'
import type { KeyStore } from '../keyStore'

// What was stored before it was sent: only the chain tells whether it counts.

type Served = { account: string; entries: readonly SignedEntry[] }
type Tools = { call: Call; store: KeyStore }

/** What became of something that was to be appended. `stays`: nobody knows yet. */
export type Sent = 'done' | 'lost' | { stays: Refusal } | { refused: Refusal }

/**
 * Brings a change of before to its end: one that is in the chain counts, one that may still follow is sent again, and any other one is
 * dropped. Answers whether the chain is to be looked at again.
 */
export async function settleOwnChange({ call, store }: Tools, { account, entries }: Served): Promise<boolean> {
  const change = await store.ownChange(account)
  if (!change) return false
  if (isIn(change.entry, entries)) {
    await store.finishOwnChange(change)
    return false
  }
  const follows = (decodeEntry(change.entry)?.entry.version ?? 0) === entries.length + 1
  if (!follows) {
    await store.dropOwnChange(account)
    return false
  }
  const sent = await sendOwnChange({ call, store }, change)
  return sent === 'done' || sent === 'lost'
}

/** Sends it until the server has said something of it, and keeps what it brought when it was taken. */
export async function sendOwnChange({ call, store }: Tools, change: OwnChange): Promise<Sent> {
  const sent = await append(call, change)
  if (sent === 'done') await store.finishOwnChange(change)
  else if (sent === 'lost' || 'refused' in sent) await store.dropOwnChange(change.account)
  return sent
}

/** The same for how this browser becomes a device. */
export async function settleArrival({ call, store }: Tools, { account, entries }: Served): Promise<boolean> {
  const arrival = await store.arrival(account)
  if (!arrival) return false
  const last = arrival.entries.at(-1)
  if (last && isIn(last, entries)) {
    await adoptArrival(store, arrival)
    return true
  }
  const goesOn = entries.length === arrival.entries.length - 1
  if (!goesOn) {
    await store.dropArrival(account)
    return false
  }
  const sent = await sendArrival({ call, store }, arrival)
  return sent === 'done'
}

export async function sendArrival({ call, store }: Tools, arrival: Arrival): Promise<Sent> {
  const entry = arrival.entries.at(-1)
  if (!entry) return 'lost'
  const sent = await append(call, { entry, entryKeys: arrival.entryKeys })
  if (sent === 'done') await adoptArrival(store, arrival)
  else if (sent === 'lost' || 'refused' in sent) await store.dropArrival(arrival.account)
  return sent
}

async function adoptArrival(store: KeyStore, arrival: Arrival): Promise<void> {
  const signed = arrival.entries.map(decodeEntry).filter((entry) => entry !== undefined)
  const followed = await follow(arrival.account, signed)
  if (!('head' in followed)) throw new Error('a chain that was made here cannot be followed')
  await store.adoptArrival(arrival, followed.pin)
}

async function append(
  call: Call,
  { entry, entryKeys }: Pick<OwnChange, 'entry' | 'entryKeys'>,
): Promise<Exclude<Sent, 'stays'>> {
  const { refusal } = await call('AppendToChain', { entry, keys: entryKeys })
  if (!refusal) return 'done'
  if (refusal.code === 'chainMovedOn') return 'lost'
  // Whether it was taken nobody can tell.
  if (refusal.code === 'unavailable') return { stays: refusal }
  return { refused: refusal }
}

const isIn = (entry: Uint8Array, entries: readonly SignedEntry[]): boolean =>
  entries.some((one) => equal(bytesOf(one), entry))
