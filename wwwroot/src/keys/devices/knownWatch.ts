import { toHex } from '../bytes'
import { noNotes } from '../deviceRows'
import type { KeyStore } from '../keyStore'
import { isNews } from './vaultParts'

/** The same store, which tells when something new is known of somebody, and remembers what their owner has decided. */
export const watchKnown = (store: KeyStore, changed: (other: string) => void): KeyStore => ({
  ...store,
  async notePin(account, other, from, to) {
    const noted = await store.notePin(account, other, from, to)
    if (noted && isNews(from, to)) changed(other)
    return noted
  },
  async accept(account, other, known) {
    await store.accept(account, other, known)
    const decided = { [other]: toHex(known.pin.genesisHash) }
    await store.changeDeviceNotes(account, (held = noNotes(account)) => ({
      ...held,
      decided: { ...held.decided, ...decided },
    }))
    changed(other)
  },
})
