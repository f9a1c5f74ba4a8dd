import type { Call } from '../../connections/calls'
import type { Refusal } from '../../contract'
import type { SignedEntry } from '../chainEntry'
import { grantedWith, openGrant } from '../grant'
import type { Sealed } from '../hpke'
import { openHistory } from '../keyHistory'
import type { DeviceKeys } from '../keyLayout'
import type { KeyStore } from '../keyStore'
import { decodeSealedKey } from '../sealedKey'

/**
 * Fetches the identity's keys that are sealed for this device, and keeps all that open: the newest one, and from it as far back as the keys
 * before lead. `nothing`: what the server has opens none. The device has to be proven.
 */
export async function fetchKeys(
  { call, store }: { call: Call; store: KeyStore },
  own: DeviceKeys,
  entries: readonly SignedEntry[],
): Promise<'kept' | 'nothing' | { refusal: Refusal }> {
  const { value, refusal } = await call('GetKeys', null)
  if (refusal) return { refusal }
  const [grant, granting] = [value.grant && decodeSealedKey(value.grant), grantedWith(entries, own.device)]
  const newest = grant && granting && (await openGrant(own, granting, grant))
  if (!newest) return 'nothing'
  const keysBefore = new Map(
    value.keysBefore
      .map(({ version, sealed }) => [version, decodeSealedKey(sealed)] as const)
      .filter((one): one is [number, Sealed] => one[1] !== undefined),
  )
  const all = await openHistory(newest, entries, keysBefore)
  await store.keepIdentityKeys(own.account, all, grant)
  return 'kept'
}
