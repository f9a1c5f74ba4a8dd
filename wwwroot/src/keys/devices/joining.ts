import { createSignal } from 'solid-js'
import type { Cancel } from '../../clock'
import { refusalOf } from '../../connections/calls'
import type { Pairing, Refusal } from '../../contract'
import { equal } from '../bytes'
import { bytesOf, type SignedEntry } from '../chainEntry'
import type { KeptJoining } from '../deviceRows'
import { decodePairing, encodePairing } from '../pairingMessages'
import { type NewDeviceEvent, type NewDeviceState, type NewDeviceStep, stepOfNewDevice } from '../pairingNewDevice'
import { generateDecryptionKeys, generateSigningKeys } from '../primitives'
import type { DevicesView } from './devicesView'
import type { Driver } from './driver'
import { adoptJoined, ownChain } from './joiningChain'
import { endOf, joiningOf, pairingOf } from './joiningRow'

/** How this browser becomes a device: what is kept of it, sent and heard. */
export interface JoiningDriver extends Pick<DevicesView, 'joining' | 'ask' | 'cancel' | 'confirm' | 'deny'> {
  heard(pairing: Pairing): Promise<void>
  ended(pairing: string): Promise<void>
  /** Which pairings the server should know of. */
  expected(): Promise<readonly string[]>
  /** All that it does know of: of those that were expected before it was asked the others have ended. */
  refresh(pairings: readonly Pairing[], expected: readonly string[]): Promise<void>
  reset(): void
}

export function createJoining(driver: Driver): JoiningDriver {
  const { desk, store, own, alone, patiently } = driver
  const { call, clock } = desk
  const [row, setRow] = createSignal<KeptJoining>()
  let cancelTimer: Cancel = () => {}

  function show(next: KeptJoining | undefined) {
    cancelTimer()
    const decided = row()?.state.kind === 'confirming' && next?.state.kind !== 'confirming'
    setRow(next)
    // Perhaps in another tab: the device is the same.
    if (decided) void own.changed().catch(() => {})
    const end = endOf(next?.state)
    if (end !== undefined)
      cancelTimer = clock.after(Math.max(0, end - clock.now()), () => void on({ kind: 'timePassed' }).catch(() => {}))
  }

  /** What happens, unless another pairing is meant than the one that is on its way. Resolves when it is kept, and what follows was said. */
  async function on(event: NewDeviceEvent, pairing?: string, entries: readonly SignedEntry[] = []): Promise<void> {
    const before = await alone(async (account) => {
      const held = await store.joining(account)
      const other = held && pairing !== undefined && pairingOf(held.state) !== pairing
      if (!held?.keys || other) return show(held)
      const step = await stepOfNewDevice(held.keys, held.state, event, clock.now())
      if (step.state !== held.state) await keep(held, step, event, entries)
      show(await store.joining(account))
      return step.state === held.state ? undefined : held.state
    })
    if (!before) return
    if (row()?.unsent) await Promise.all([deliver(), row()?.state.kind === 'trusted' && own.changed()])
    // The other side learns of it now, not after ten minutes.
    else if (!pairingOf(row()?.state ?? unverified) && event.kind !== 'ended') await endOnServer(pairingOf(before))
  }

  async function keep(held: KeptJoining, step: NewDeviceStep, event: NewDeviceEvent, entries: readonly SignedEntry[]) {
    const state = endedBy(held.state, step.state, event, clock.now())
    const next = { ...held, state, unsent: step.send && encodePairing(step.send) }
    if (state.kind === 'trusted') return adoptJoined(store, next)
    if (state.kind === 'unverified') return store.dropJoining(held.account)
    // Its keys go with it: the next attempt has others.
    if (state.kind === 'aborted') return store.keepJoining({ ...next, keys: undefined, entries: [] })
    await store.keepJoining({ ...next, entries: entries.map(bytesOf) })
  }

  /** Says what the server may not know yet. */
  function deliver(): Promise<Refusal | undefined> {
    return patiently(async () => {
      const held = row()
      if (!held?.unsent) return undefined
      const { unsent: message, state } = held
      const starting = state.kind === 'requested'
      const said = starting ? call('StartPairing', { message, name: driver.name }) : call('Pair', { message })
      const { refusal } = await said
      if (refusal?.code === 'unavailable') return refusal
      if (!refusal || state.kind === 'trusted') await sent(message)
      else if (starting) await forget(message)
      else if (refusal.code === 'tooFast') return refusal
      else await on({ kind: 'ended' }, pairingOf(state))
      return refusal ?? undefined
    })
  }

  const sent = (message: Uint8Array) =>
    alone(async (account) => {
      const held = await store.joining(account)
      if (held?.unsent && equal(held.unsent, message)) {
        if (held.state.kind === 'trusted') await store.dropJoining(account)
        else await store.keepJoining({ ...held, unsent: undefined })
      }
      show(await store.joining(account))
    })

  /** The server does not want to hear of it. */
  const forget = (message: Uint8Array) =>
    alone(async (account) => {
      const held = await store.joining(account)
      if (held?.unsent && equal(held.unsent, message)) await store.dropJoining(account)
      show(await store.joining(account))
    })

  const endOnServer = async (pairing: string | undefined) =>
    void (pairing && (await patiently(async () => (await call('EndPairing', { pairing })).refusal ?? undefined)))

  const load = () => alone(async (account) => show(await store.joining(account)))

  async function heard({ id, messages }: Pairing): Promise<void> {
    await load()
    if (pairingOf(row()?.state ?? unverified) !== id) return
    const unsent = row()?.unsent
    if (unsent && messages.some((message) => equal(message, unsent))) await sent(unsent)
    for (const bytes of messages) {
      const message = decodePairing(bytes)
      if (message?.kind === 'accept') await on({ kind: 'accept', message }, id)
      if (message?.kind !== 'grant' || row()?.state.kind !== 'codeShown') continue
      const entries = await ownChain(driver)
      if (entries) await on({ kind: 'grant', message, entries }, id, entries)
    }
  }

  async function begin(account: string): Promise<Refusal | undefined> {
    const [held, now] = [await store.joining(account), clock.now()]
    // Another tab asks already.
    if (held && pairingOf(held.state) && now < (endOf(held.state) ?? Infinity)) return undefined
    if (held?.state.kind === 'aborted' && now < held.state.until) return refusalOf('tooFast', held.state.until - now)
    const keys = {
      account,
      device: driver.newId(),
      signing: await generateSigningKeys(),
      decryption: await generateDecryptionKeys(),
    }
    const { state, send } = await stepOfNewDevice(keys, unverified, { kind: 'start' }, now)
    const begun = { account, state, keys, unsent: send && encodePairing(send), entries: [] }
    await store.keepJoining(begun)
    show(begun)
    return undefined
  }

  return {
    joining: () => joiningOf(row()),
    async ask() {
      if (own.keys() === 'ready') return undefined
      driver.persist()
      for (;;) {
        const refusal = await alone(begin)
        if (!refusal) return deliver()
        // Whoever presses at once waits for the rest of the pause here.
        await new Promise<void>((resolve) => void clock.after(refusal.retryAfterMs ?? 0, resolve))
        if (!desk.attached()) return refusalOf('unavailable')
      }
    },
    cancel: () => on({ kind: 'cancel' }),
    async confirm() {
      await on({ kind: 'confirm' })
      return undefined
    },
    deny: () => on({ kind: 'deny' }),
    heard,
    ended: (pairing) => on({ kind: 'ended' }, pairing),
    async expected() {
      await load()
      const held = row()
      const pairing = held && pairingOf(held.state)
      // What never came there has not ended.
      return !pairing || (held.state.kind === 'requested' && held.unsent) ? [] : [pairing]
    },
    async refresh(pairings, expected) {
      await load()
      const held = row()
      if (!held) return
      const pairing = pairingOf(held.state)
      const there = pairings.find(({ id }) => id === pairing)
      if (there) await heard(there)
      else if (pairing && expected.includes(pairing)) await on({ kind: 'ended' }, pairing)
      if (row()?.unsent) await deliver()
    },
    reset() {
      cancelTimer()
      setRow(undefined)
    },
  }
}

const unverified: NewDeviceState = { kind: 'unverified' }

/** Nobody has answered until the end of the time: a person is told so. */
const endedBy = (before: NewDeviceState, after: NewDeviceState, event: NewDeviceEvent, now: number): NewDeviceState =>
  before.kind === 'requested' && after.kind === 'unverified' && event.kind !== 'cancel'
    ? { kind: 'aborted', why: 'expired', until: now }
    : after
