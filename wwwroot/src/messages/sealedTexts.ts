import { type Bytes, concat } from '../keys/bytes'
import type { KeptTexts } from './keptTexts'
import type { Outbox } from './outbox'

/** Texts that lie in the storage encrypted. What is read comes from memory, and is what was written last. */
export interface SealedTexts extends KeptTexts {
  /** When the storage has all that was written so far. Before others' texts are forgotten there: what comes after that would stay. */
  settled(): Promise<void>
}

const NonceBytes = 12

// Begins like the names of other texts, which `forgetTexts` goes by.
const prefixOf = (user: string) => `chatmux-text/${user}/sealed/`

/** Forgets those of one user. */
export function forgetSealedTexts(storage: Storage, user: string): void {
  for (const name of namesIn(storage, prefixOf(user))) storage.removeItem(name)
}

/**
 * Drafts and unsent messages of encrypted conversations of one user, in the tab's own storage as those of others are (`keepTexts`), but readable
 * with a key that never leaves the browser alone. Whoever reads or writes does not wait for it: all is decrypted now, and encrypted soon after
 * it was written. What cannot be decrypted is dropped. A full or blocked storage costs only what a reload would lose.
 */
export async function createSealedTexts(storage: Storage, user: string, key: CryptoKey): Promise<SealedTexts> {
  const prefix = prefixOf(user)
  const draft = (conversation: string) => `${prefix}draft/${conversation}`
  const outbox = (conversation: string) => `${prefix}outbox/${conversation}`

  const values = new Map<string, string | Outbox>()
  for (const name of namesIn(storage, prefix)) {
    const value = await openText(key, name, storage.getItem(name) ?? '')
    if (value === undefined) storage.removeItem(name)
    else values.set(name, value as string | Outbox)
  }

  /** In the order of the writes. One that is written again keeps its place: a text that moves is never in neither of two. */
  const unwritten = new Set<string>()
  let writing: Promise<void> | undefined

  function write(name: string, value: string | Outbox) {
    if (value.length > 0) values.set(name, value)
    else values.delete(name)
    unwritten.add(name)
    writing ??= writeAll()
  }

  async function writeAll() {
    // What is written in one go by whoever writes is encrypted once.
    await Promise.resolve()
    for (const name of unwritten) {
      unwritten.delete(name)
      const value = values.get(name)
      try {
        if (value === undefined) storage.removeItem(name)
        else storage.setItem(name, await sealText(key, name, value))
      } catch {
        // Full or blocked.
      }
    }
    writing = undefined
  }

  return {
    readDraft: (conversation) => (values.get(draft(conversation)) as string | undefined) ?? '',
    writeDraft: (conversation, text) => write(draft(conversation), text),
    readOutbox: (conversation) => (values.get(outbox(conversation)) as Outbox | undefined) ?? [],
    writeOutbox: (conversation, items) => write(outbox(conversation), items),
    settled: async () => writing,
  }
}

function namesIn(storage: Storage, prefix: string): string[] {
  try {
    const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
    return names.filter((name) => name.startsWith(prefix))
  } catch {
    return []
  }
}

/** The name is authenticated with it: a text that was moved to another conversation opens as none. */
const how = (name: string, iv: Bytes): AesGcmParams => ({ name: 'AES-GCM', iv, additionalData: encode(name) })

async function sealText(key: CryptoKey, name: string, value: unknown): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(NonceBytes))
  const sealed = await crypto.subtle.encrypt(how(name, nonce), key, encode(JSON.stringify(value)))
  return toBase64(concat(nonce, new Uint8Array(sealed)))
}

async function openText(key: CryptoKey, name: string, text: string): Promise<unknown> {
  try {
    const bytes = fromBase64(text)
    const sealed = bytes.slice(NonceBytes)
    return JSON.parse(decode(await crypto.subtle.decrypt(how(name, bytes.slice(0, NonceBytes)), key, sealed)))
  } catch {
    return undefined
  }
}

const encode = (text: string): Bytes => concat(new TextEncoder().encode(text))
const decode = (bytes: ArrayBuffer): string => new TextDecoder().decode(bytes)

// Letter by letter: an outbox may have more of them than a call has arguments.
const toBase64 = (bytes: Bytes): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
