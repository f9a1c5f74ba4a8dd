import { type Bytes, concat, fromHex, label, read, u32, u8 } from './bytes'
import { agree } from './primitives'
import { keyUnder, openUnder, sealUnder } from './sealedUnder'
import { decodeVault, encodeVault, MostKnown, partOf, type Vault, VaultParts } from './vault'

/** What the server may know of a part of a vault: it keeps the one of the highest revision. */
export interface VaultHeader {
  part: number
  /** The version of the identity encryption key that it is sealed under. */
  encryptionKeyVersion: number
  /** One more with each that is written. */
  revision: number
}

/** The identity encryption key, and whose it is. */
export interface VaultKey {
  account: string
  encryptionKeyVersion: number
  identityKeys: CryptoKeyPair
}

const purpose = label('vault')

const encodeHeader = ({ part, encryptionKeyVersion, revision }: VaultHeader): Bytes =>
  concat(purpose, u8(part), u32(encryptionKeyVersion), u32(revision))

const HeaderBytes = purpose.length + 1 + 4 + 4

/** Seals a part of a vault for the devices of its identity. All that are in it must be of that part. */
export async function sealVault(key: VaultKey, part: number, revision: number, vault: Vault): Promise<Bytes> {
  if (vault.size > MostKnown || ![...vault.keys()].every((account) => partOf(account) === part))
    throw new RangeError(`not a part of a vault: ${vault.size} in ${part}`)
  const header = encodeHeader({ part, encryptionKeyVersion: key.encryptionKeyVersion, revision })
  return concat(header, await sealUnder(await vaultKey(key), encodeVault(vault), boundTo(key, header)))
}

/** Undefined for what is no sealed part of a vault. */
export function decodeVaultHeader(bytes: Uint8Array): VaultHeader | undefined {
  const from = read(bytes.subarray(0, HeaderBytes))
  const named = from.bytes(purpose.length)
  const header = { part: from.u8(), encryptionKeyVersion: from.u32(), revision: from.u32() }
  return from.complete() && named.every((byte, at) => byte === purpose[at]) && header.part < VaultParts
    ? header
    : undefined
}

/**
 * Why a part is not used. `outdated`: it is sealed under a key that there was before, which a device that was removed knows, too; `rollback`: a
 * later one was seen already.
 */
export type VaultFault = 'malformed' | 'outdated' | 'rollback' | 'undecryptable'

/** `key`: the newest. `seen`: the highest revision of this part that this device has seen or written; 0 for none. */
export async function openVault(
  key: VaultKey,
  part: number,
  seen: number,
  bytes: Bytes,
): Promise<{ vault: Vault; revision: number } | { fault: VaultFault }> {
  const header = decodeVaultHeader(bytes)
  if (header?.part !== part) return { fault: 'malformed' }
  if (header.encryptionKeyVersion !== key.encryptionKeyVersion) return { fault: 'outdated' }
  if (header.revision < seen) return { fault: 'rollback' }
  const bound = boundTo(key, bytes.slice(0, HeaderBytes))
  const plain = await openUnder(await vaultKey(key), bytes.slice(HeaderBytes), bound)
  if (!plain) return { fault: 'undecryptable' }
  const vault = decodeVault(plain)
  if (!vault || ![...vault.keys()].every((account) => partOf(account) === part)) return { fault: 'malformed' }
  return { vault, revision: header.revision }
}

const boundTo = ({ account }: VaultKey, header: Bytes): Bytes => concat(header, fromHex(account))

// What the key has in common with itself nobody knows who has not its private half: not the server either, which could seal to the public one.
const vaultKey = async ({ account, encryptionKeyVersion, identityKeys }: VaultKey): Promise<CryptoKey> =>
  keyUnder(
    await agree(identityKeys, identityKeys),
    new Uint8Array(),
    concat(label('vault-key'), fromHex(account), u32(encryptionKeyVersion)),
  )
