import { type Bytes, concat, fromHex, IdBytes, label, u32 } from './bytes'

/** What the content key of one epoch of a conversation is used for. */
export interface EpochKeys {
  /** Names the content key in every envelope, and commits to it, which its encryption alone does not. */
  keyId: Bytes
  /** Seals and opens what one device sends. Devices have keys of their own, so that their random nonces cannot meet. */
  messageKey(sender: string, device: string): Promise<CryptoKey>
}

/** Derives them (RFC 5869). `contentKey`: 32 random bytes. */
export async function deriveEpochKeys(conversation: string, epoch: number, contentKey: Bytes): Promise<EpochKeys> {
  const base = await crypto.subtle.importKey('raw', contentKey, 'HKDF', false, ['deriveBits', 'deriveKey'])
  const salt = concat(fromHex(conversation), u32(epoch))
  const hkdf = (info: Bytes): HkdfParams => ({ name: 'HKDF', hash: 'SHA-256', salt, info })
  const keys = new Map<string, Promise<CryptoKey>>()
  const derive = (sender: string, device: string) =>
    crypto.subtle.deriveKey(
      hkdf(concat(label('msg'), fromHex(sender), fromHex(device))),
      base,
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt', 'decrypt'],
    )
  return {
    keyId: new Uint8Array(await crypto.subtle.deriveBits(hkdf(label('kid')), base, IdBytes * 8)),
    messageKey(sender, device) {
      const known = keys.get(sender + device) ?? derive(sender, device)
      keys.set(sender + device, known)
      return known
    },
  }
}
