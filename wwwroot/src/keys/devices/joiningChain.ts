import { follow } from '../chain'
import { decodeEntry, type SignedEntry } from '../chainEntry'
import type { KeptJoining } from '../deviceRows'
import type { KeyStore } from '../keyStore'
import type { Driver } from './driver'

/** The own chain as the server has it, followed by nobody yet; empty for what is none. Undefined when it could not be asked for: then the next socket does. */
export async function ownChain({ account, desk, patiently }: Driver): Promise<readonly SignedEntry[] | undefined> {
  const user = account()
  let entries: readonly (SignedEntry | undefined)[] | undefined
  if (user === undefined) return undefined
  await patiently(async () => {
    const { value, refusal } = await desk.call('GetChain', { user })
    entries = value?.entries.map((entry) => decodeEntry(entry))
    return refusal ?? undefined
  })
  return entries?.every((entry) => entry !== undefined) ? entries : entries && []
}

/** The owner has said that it is theirs: with what it was given this browser is a device from here on. */
export async function adoptJoined(store: KeyStore, joined: KeptJoining): Promise<void> {
  const { account, keys, state, entries } = joined
  if (state.kind !== 'trusted' || !keys) return
  const { identityKeys, grant, entry } = state.added
  const signed = entries.map(decodeEntry).filter((one) => one !== undefined)
  const followed = await follow(account, signed)
  // It was followed before it was kept.
  if (!('head' in followed)) throw new Error('a chain that was kept cannot be followed')
  const { encryptionKeyVersion } = entry.entry
  const adopted = { keys, entries, pin: followed.pin, encryptionKeyVersion, identityKeys, grant, cameBy: undefined }
  await store.adopt(account, adopted, { ...joined, keys: undefined, entries: [] })
}
