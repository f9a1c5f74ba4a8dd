import { limits } from '../contract'
import { equal } from './bytes'
import { type ChainEntry, encodeDevice } from './chainEntry'
import { isSelfSigned } from './deviceSignature'
import type { PairAccept, PairGrant, PairStart } from './pairingMessages'
import { isPoint } from './primitives'

/** The first thing that is wrong with a device that asks to be added. `listed`: its id is in the list; `full`: nothing more goes into it. */
export type StartFault = 'kind' | 'keys' | 'signature' | 'listed' | 'full'

/** `head`: the newest state of the chain. The server asks the same, so that nobody is bothered by what cannot be added. */
export async function faultOfStart(
  account: string,
  { record, signature }: PairStart,
  head: ChainEntry,
): Promise<StartFault | undefined> {
  // What is on paper is made by a device that is trusted.
  if (record.kind !== 'browser') return 'kind'
  if (!(await isPoint(record.signingKey)) || !(await isPoint(record.decryptionKey))) return 'keys'
  if (!(await isSelfSigned(account, record, signature))) return 'signature'
  if (head.devices.some(({ id }) => id === record.id)) return 'listed'
  return head.devices.length < limits.devicesPerUser ? undefined : 'full'
}

/** What is wrong with a grant that is to add whoever asked. `device`: it adds another one, or does something else; `signer`: nobody who accepted. */
export type PairGrantFault = 'device' | 'signer' | 'grant'

/** `before`: the entry that the granted one follows. Whether it may follow is asked of every entry. */
export async function faultOfPairGrant(
  { record }: PairStart,
  accept: PairAccept,
  { entry: { entry }, sealed }: PairGrant,
  before: ChainEntry,
): Promise<PairGrantFault | undefined> {
  if (entry.signer !== accept.device) return 'signer'
  const same = entry.encryptionKeyVersion === before.encryptionKeyVersion
  const added = entry.devices.filter((device) => !before.devices.some(({ id }) => id === device.id))
  const [only, ...more] = added
  if (!same || !only || more.length > 0 || !equal(encodeDevice(only), encodeDevice(record))) return 'device'
  return (await isPoint(sealed.encapsulated)) ? undefined : 'grant'
}
