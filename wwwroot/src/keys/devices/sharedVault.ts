import type { Cancel } from '../../clock'
import type { Bytes } from '../bytes'
import type { VaultKey } from '../sealedVault'
import { partOf, VaultParts } from '../vault'
import type { Driver } from './driver'
import { bringTogether, ofPart } from './vaultParts'

/** What the own devices know of others, so that each of them knows it: whom one has met, and how far chains were seen to go. */
export interface SharedVault {
  /** Everything is looked at, soon. */
  all(): void
  /** This device has seen something new of somebody. */
  knows(other: string): void
  reset(): void
}

/** Several changes at once are written once. */
const SoonMs = 3_000
// Two devices write at once now and then; more than a few times in a row they do not.
const TriesAtMost = 5

/** `learned`: other devices knew more of these. */
export function createSharedVault(driver: Driver, learned: (others: readonly string[]) => void): SharedVault {
  const { desk, store, identities, own } = driver
  const wanted = new Set<number>()
  let cancel: Cancel | undefined

  function soon(parts: readonly number[]) {
    for (const part of parts) wanted.add(part)
    cancel ??= desk.clock.after(SoonMs, () => {
      cancel = undefined
      void bringAll().catch(() => {})
    })
  }

  /** One part after the other. What does not work out now does with the next socket. */
  async function bringAll() {
    for (const part of wanted) {
      // There may be another socket by now, which is to know this device first.
      await own.proven()
      wanted.delete(part)
      await driver.alone((account) => bring(account, part), 'vault')
    }
  }

  async function bring(account: string, part: number): Promise<void> {
    for (let tries = 0; tries < TriesAtMost; tries++) {
      const key = keyOf(account)
      if (!key) return
      const { value } = await desk.call('ReadVaultPart', { part })
      if (!value) return
      const mine = ofPart(await store.allKnown(account), part)
      const read = value.sealed ? (value.sealed as Bytes) : undefined
      const [seen, notes] = [await store.vaultSeen(account, part), await store.deviceNotes(account)]
      const brought = await bringTogether(key, part, mine, read, seen, notes?.decided ?? {})
      if (!brought) return
      await store.learn(account, brought.learned)
      if (brought.learned.size > 0) learned([...brought.learned.keys()])
      await store.noteVaultSeen(account, part, brought.seen)
      if (!brought.write) return
      const { refusal } = await desk.call('KeepVaultPart', { part, vault: brought.write.sealed })
      if (!refusal) return store.noteVaultSeen(account, part, brought.write.revision)
      if (refusal.code !== 'vaultMovedOn') return
    }
  }

  function keyOf(account: string): VaultKey | undefined {
    const state = identities.state(account)
    if (own.keys() !== 'ready' || state.kind !== 'known') return undefined
    const { encryptionKeyVersion } = state.identity.head
    const identityKeys = own.device()?.encryptionKeys.get(encryptionKeyVersion)
    return identityKeys && { account, encryptionKeyVersion, identityKeys }
  }

  return {
    all: () => soon(Array.from({ length: VaultParts }, (_, part) => part)),
    knows: (other) => own.keys() === 'ready' && other !== driver.account() && soon([partOf(other)]),
    reset() {
      cancel?.()
      cancel = undefined
      wanted.clear()
    },
  }
}
