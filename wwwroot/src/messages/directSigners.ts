import type { DeviceRecord, SignedEntry } from '../keys/chainEntry'
import type { EnvelopeHeader } from '../keys/envelopeHeader'
import type { Known } from './directEpochs'
import { type Identities, type Identity, lineageOf, readableBy } from './directIdentities'

/** The chain of an account that a record names, as far as it is known by now. */
const chainIn = (known: Known, account: string, identity: Identity): readonly SignedEntry[] =>
  lineageOf(identity).chains[known.places?.get(account) ?? -1] ?? []

/** What the sender's device is: as their chain has it in the state that they knew, which is none from before the epoch; `later` if that state may come. */
export function signerOf(
  { sender, device, chainVersion }: EnvelopeHeader,
  known: Known,
  identities: Pick<Identities, 'state'>,
): DeviceRecord | 'later' | undefined {
  const { record } = known.signed
  const since = record.members.find(({ account }) => account === sender)?.chainVersion ?? Infinity
  if (chainVersion < since) return undefined
  const identity = readableBy(identities.state(sender))
  if (!identity) return 'later'
  const entry = chainIn(known, sender, identity)[chainVersion - 1]?.entry
  if (entry) return entry.devices.find(({ id }) => id === device)
  // Of somebody who they were before nothing comes any more.
  return known.places?.get(sender) === identity.former.length ? 'later' : undefined
}
