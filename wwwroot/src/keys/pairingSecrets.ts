import { type Bytes, concat, fromHex, label } from './bytes'
import { encodeDevice, type DeviceRecord, type SignedEntry } from './chainEntry'
import type { Sealed } from './hpke'
import { MacBytes, type PairAccept, type PairReveal, type PairStart } from './pairingMessages'
import { agreeWithPoint, derive, hashOf } from './primitives'
import { encodeSealedKey } from './sealedKey'

/** What both devices of a pairing know, and nobody in between. */
export interface PairingSecrets {
  /** Of all that was said until the code was known. */
  transcript: Bytes
  /** Six digits: shown by the new device, typed on the trusted one. */
  code: string
  /** Proves what the trusted device says, or the new one. */
  trustedKey: CryptoKey
  newKey: CryptoKey
}

const Codes = 1_000_000n

/**
 * What the new device is bound to before it sees anything of the other one. Without it somebody in between could try ephemeral keys until both
 * codes are the same.
 */
export const commitmentTo = (record: DeviceRecord, { pairing, ephemeralKey, nonce }: PairReveal): Promise<Bytes> =>
  hashOf(concat(label('sas-commit'), fromHex(pairing), ephemeralKey, nonce, encodeDevice(record)))

/** `own`: the ephemeral keys of this side, whose public half the other one has been told. Undefined when the other's is no point. */
export async function secretsOf(
  account: string,
  start: PairStart,
  accept: PairAccept,
  reveal: PairReveal,
  own: { keys: CryptoKeyPair; other: Bytes },
): Promise<PairingSecrets | undefined> {
  const agreed = await agreeWithPoint(own.keys, own.other)
  if (!agreed) return undefined
  const transcript = await transcriptOf(account, start, accept, reveal)
  const secret = await derive(agreed, transcript, label('sas'), 8 + 2 * MacBytes)
  const code = new DataView(secret.buffer).getBigUint64(0) % Codes
  const [trustedKey, newKey] = await Promise.all([
    macKey(secret.slice(8, 8 + MacBytes)),
    macKey(secret.slice(8 + MacBytes)),
  ])
  return { transcript, code: `${code}`.padStart(6, '0'), trustedKey, newKey }
}

const transcriptOf = (account: string, start: PairStart, accept: PairAccept, reveal: PairReveal): Promise<Bytes> =>
  hashOf(
    concat(
      label('sas-transcript'),
      fromHex(start.pairing),
      fromHex(account),
      encodeDevice(start.record),
      accept.headHash,
      fromHex(accept.device),
      accept.ephemeralKey,
      accept.nonce,
      reveal.ephemeralKey,
      reveal.nonce,
    ),
  )

/** What is granted, as both sides prove it to each other. */
export interface Granted {
  entry: SignedEntry
  sealed: Sealed
}

export const macOf = async (key: CryptoKey, transcript: Bytes, granted: Granted): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.sign('HMAC', key, await provenOf(transcript, granted)))

export const isMacOf = async (key: CryptoKey, transcript: Bytes, granted: Granted, mac: Bytes): Promise<boolean> =>
  crypto.subtle.verify('HMAC', key, mac, await provenOf(transcript, granted))

const provenOf = async (transcript: Bytes, { entry, sealed }: Granted): Promise<Bytes> =>
  concat(transcript, await hashOf(entry.body), await hashOf(encodeSealedKey(sealed)))

const macKey = (bytes: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
