import { refusalOf } from '../../connections/calls'
import type { Refusal } from '../../contract'
import { bytesOf, decodeEntry, type SignedEntry } from '../chainEntry'
import { changeDevices } from '../deviceChange'
import { recordOf } from '../deviceRecord'
import type { Arrival } from '../deviceRows'
import { encodeEntryKeys } from '../entryKeys'
import { keysOfGenesis, makeGenesis } from '../genesis'
import { openGrant } from '../grant'
import type { Sealed } from '../hpke'
import type { DeviceKeys } from '../keyStore'
import { generateDecryptionKeys, generateSigningKeys } from '../primitives'
import type { Driver } from './driver'
import { sendArrival } from './ownChanges'

/** `grant`: there is a key on the server for the device on paper, and it is not the identity's. */
export type Arrived = 'arrived' | 'lost' | 'grant' | { refused: Refusal }

async function newKeys({ newId }: Driver, account: string): Promise<DeviceKeys> {
  const [signing, decryption] = [await generateSigningKeys(), await generateDecryptionKeys()]
  return { account, device: newId(), signing, decryption }
}

/** The device on paper adds this browser to the chain. */
export async function arriveByPaper(
  driver: Driver,
  paper: DeviceKeys,
  grant: Sealed,
  entries: readonly SignedEntry[],
): Promise<Arrived> {
  const keys = await newKeys(driver, paper.account)
  const change = await changeDevices(paper, entries, grant, { added: [await recordOf(keys)] })
  if ('fault' in change) return change.fault === 'grant' ? 'grant' : { refused: refusalOf('invalidChainEntry') }
  const own = change.keys.grants.find(({ device }) => device === keys.device)?.sealed
  const identityKeys = own && (await openGrant(keys, change.signed, own))
  if (!own || !identityKeys) throw new Error('what was just sealed for this browser does not open')
  return arrive(driver, {
    account: paper.account,
    keys,
    entries: [...entries, change.signed].map(bytesOf),
    entryKeys: encodeEntryKeys(change.keys),
    encryptionKeyVersion: change.signed.entry.encryptionKeyVersion,
    identityKeys,
    grant: own,
    paper: paper.device,
  })
}

/** This browser is the first device of an identity that begins anew. */
export async function arriveAnew(driver: Driver, account: string): Promise<Arrived> {
  const keys = await newKeys(driver, account)
  const { entry, identityKeys, grant } = await makeGenesis(keys)
  const signed = decodeEntry(entry)
  if (!signed) throw new Error('an entry that was just made cannot be read')
  const entryKeys = await keysOfGenesis(signed, grant)
  const made = { account, keys, entries: [entry], entryKeys, encryptionKeyVersion: 1, identityKeys, grant }
  return arrive(driver, { ...made, paper: undefined })
}

async function arrive({ desk, store, persist }: Driver, arrival: Arrival): Promise<Arrived> {
  persist()
  // On disk before the server can have it: a crash must not leave a device in the chain whose keys nobody has.
  await store.keepArrival(arrival)
  const tools = { call: desk.call, store }
  const first = await sendArrival(tools, arrival)
  // An answer that was lost is given again; what has none then is settled with the next socket.
  const sent = typeof first === 'object' && 'stays' in first ? await sendArrival(tools, arrival) : first
  if (sent === 'done') return 'arrived'
  if (sent === 'lost') return 'lost'
  return { refused: 'stays' in sent ? sent.stays : sent.refused }
}
