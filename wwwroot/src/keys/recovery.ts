import { type Bytes, concat, fromHex, label } from './bytes'
import type { ChainEntry, DeviceRecord } from './chainEntry'
import { RecoveryBytes } from './entryKeys'
import type { DeviceKeys } from './keyLayout'
import {
  generateKeysToGrant,
  generateSigningKeysToSeal,
  importMatchingKeys,
  importMatchingSigningKeys,
  pointOf,
  privateBytesOf,
  randomBytes,
} from './primitives'
import { drawRecoveryCode, normalisedCode } from './recoveryCode'
import { PrivateKeyBytes } from './sealedKey'
import { keyUnder, openUnder, sealUnder, SealingBytes } from './sealedUnder'

const SaltBytes = RecoveryBytes - SealingBytes - 2 * PrivateKeyBytes

/** A device that is nothing but a code. */
export interface PaperDevice {
  /** For its owner alone: whoever has it is this device. */
  code: string
  record: DeviceRecord
  /** Its private halves under the code, as they lie on the server. */
  recovery: Bytes
}

/** Makes a device on paper; it is one of the identity's once an entry of the chain adds it. `id`: 128 random bits as hex. */
export async function makePaperDevice(account: string, id: string): Promise<PaperDevice> {
  const [code, signing, decryption] = [
    drawRecoveryCode(),
    await generateSigningKeysToSeal(),
    await generateKeysToGrant(),
  ]
  const record: DeviceRecord = {
    kind: 'paper',
    id,
    signingKey: await pointOf(signing),
    decryptionKey: await pointOf(decryption),
  }
  const halves = concat(await privateBytesOf(signing), await privateBytesOf(decryption))
  const salt = randomBytes(SaltBytes)
  const sealed = await sealUnder(await keyOf(code, account, salt), halves, boundTo(account, id, salt))
  return { code, record, recovery: concat(salt, sealed) }
}

/**
 * Why a code opens nothing. `noPaper`: the chain has no device on paper; `noCode`: not what a code looks like; `wrong`: another code than the
 * newest one, or not what was sealed under it; `keys`: what was sealed are not the keys of the device in the chain.
 */
export type RecoveryFault = 'noPaper' | 'noCode' | 'wrong' | 'keys'

/** The device on paper that is in the chain, with keys that nothing can take out; of the newest state of the chain. */
export async function openPaperDevice(
  { account, devices }: ChainEntry,
  recovery: Bytes,
  typed: string,
): Promise<DeviceKeys | { fault: RecoveryFault }> {
  const record = devices.find(({ kind }) => kind === 'paper')
  if (!record) return { fault: 'noPaper' }
  const code = normalisedCode(typed)
  if (!code) return { fault: 'noCode' }
  const salt = recovery.slice(0, SaltBytes)
  const key = await keyOf(code, account, salt)
  const halves = await openUnder(key, recovery.slice(SaltBytes), boundTo(account, record.id, salt))
  if (!halves) return { fault: 'wrong' }
  const signing = await importMatchingSigningKeys(halves.slice(0, PrivateKeyBytes), record.signingKey)
  const decryption = await importMatchingKeys(halves.slice(PrivateKeyBytes), record.decryptionKey)
  return signing && decryption ? { account, device: record.id, signing, decryption } : { fault: 'keys' }
}

const keyOf = (code: string, account: string, salt: Bytes): Promise<CryptoKey> =>
  keyUnder(new TextEncoder().encode(code), salt, concat(label('recovery'), fromHex(account)))

// The label has the version. With the device: what an earlier code has opened is none of the newest one's.
const boundTo = (account: string, device: string, salt: Bytes): Bytes =>
  concat(label('recovery-halves'), fromHex(account), fromHex(device), salt)
