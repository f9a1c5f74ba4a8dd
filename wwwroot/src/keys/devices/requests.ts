import { refusalOf } from '../../connections/calls'
import type { Pairing, Refusal } from '../../contract'
import { equal } from '../bytes'
import { bytesOf } from '../chainEntry'
import type { KeptRequest } from '../deviceRows'
import { decodePairing, type PairingMessage } from '../pairingMessages'
import type { TrustedDeviceEvent } from '../pairingTrustedDevice'
import type { DevicesView } from './devicesView'
import type { Driver, Signer } from './driver'
import { isOver, requestOf } from './requestRow'
import { createRequestRows, type Stepped } from './requestRows'

/** How this device adds others: what is heard of them, kept, sent and typed. */
export interface RequestsDriver extends Pick<
  DevicesView,
  'requests' | 'accept' | 'enterCode' | 'dismiss' | 'lockedUntil'
> {
  heard(pairing: Pairing): Promise<void>
  ended(pairing: string): Promise<void>
  /** Which pairings the server should know of. */
  expected(): Promise<readonly string[]>
  /** All that it does know of: of those that were expected before it was asked the others have ended. */
  refresh(pairings: readonly Pairing[], expected: readonly string[]): Promise<void>
  reset(): void
}

export function createRequests(driver: Driver): RequestsDriver {
  const { desk, store, own, patiently } = driver
  const { call } = desk
  const rows = createRequestRows(driver, (pairing) => void on(pairing, { kind: 'timePassed' }).catch(() => {}))

  const isDevice = () => own.keys() === 'ready'

  /** Without what has to do with the chain: then it need not be asked for. */
  async function on(pairing: string, event: TrustedDeviceEvent, signer?: Signer): Promise<Stepped | undefined> {
    const account = driver.account()
    const keys = signer?.keys ?? (account && (await store.find(account)))
    if (!keys) return undefined
    const stepped = await rows.step(pairing, event, { keys, grant: signer?.grant ?? noGrant })
    if (!stepped || stepped.same) return stepped
    if (stepped.row.state.kind === 'aborted' && event.kind !== 'ended') void endOnServer(pairing)
    return stepped
  }

  const endOnServer = (pairing: string) =>
    patiently(async () => (await call('EndPairing', { pairing })).refusal ?? undefined)

  async function signer(): Promise<Signer | { refusal: Refusal }> {
    const account = driver.account()
    let now: Signer | { refusal: Refusal } = { refusal: refusalOf('notSignedIn') }
    if (account !== undefined) await patiently(async () => (now = await driver.signer(account)).refusal)
    return now
  }

  /** Says what the server may not know yet, and once more from the new chain when that has gone on. */
  function deliver(pairing: string): Promise<Refusal | undefined> {
    return patiently(async () => {
      for (;;) {
        const message = rows.find(pairing)?.unsent
        if (!message) return undefined
        await own.proven()
        const { refusal } = await call('Pair', { message })
        if (refusal?.code === 'unavailable' || refusal?.code === 'tooFast') return refusal
        const again = await answered(pairing, message, refusal ?? undefined)
        if (again === 'again') continue
        return again
      }
    })
  }

  async function answered(
    pairing: string,
    message: Uint8Array,
    refusal: Refusal | undefined,
  ): Promise<'again' | Refusal | undefined> {
    if (!refusal) return taken(pairing, message)
    if (refusal.code === 'pairingTaken') {
      await rows.change(pairing, ({ state, ...row }) =>
        state.kind === 'accepted'
          ? { ...row, unsent: undefined, elsewhere: true, state: { ...state, kind: 'requested' } }
          : { ...row, state },
      )
      return refusal
    }
    const state = rows.find(pairing)?.state
    if (state?.kind !== 'granting') {
      await on(pairing, { kind: 'ended' })
      return refusal
    }
    // The answer of before may have been lost: the chain tells.
    const now = await signer()
    if (now.refusal) return now.refusal
    if (now.identity.entries.some((entry) => equal(bytesOf(entry), bytesOf(state.grant.entry))))
      return taken(pairing, message)
    if (refusal.code !== 'chainMovedOn') {
      await on(pairing, { kind: 'ended' })
      return refusal
    }
    await on(pairing, { kind: 'movedOn', entries: now.identity.entries }, now)
    return 'again'
  }

  async function taken(pairing: string, message: Uint8Array): Promise<undefined> {
    await rows.change(pairing, (row) =>
      row.unsent && equal(row.unsent, message) ? { ...row, unsent: undefined } : row,
    )
    if (rows.find(pairing)?.state.kind === 'granting') await on(pairing, { kind: 'appended' })
  }

  async function heard(pairing: Pairing): Promise<void> {
    if (!isDevice()) return
    await rows.load()
    const messages = pairing.messages.map((message) => decodePairing(message))
    const start = messages[0]
    if (start?.kind !== 'start' || start.pairing !== pairing.id) return
    if (!rows.find(pairing.id)) {
      const now = await signer()
      if (!now.refusal) await rows.take(pairing, start, now)
    }
    for (const [at, message] of messages.entries())
      if (message) await feed(pairing.id, message, pairing.messages[at] as Uint8Array)
  }

  async function feed(pairing: string, message: PairingMessage, bytes: Uint8Array): Promise<void> {
    const row = rows.find(pairing)
    if (!row) return
    if (row.unsent && equal(row.unsent, bytes)) await taken(pairing, bytes)
    else if (message.kind === 'accept' && message.device !== own.device()?.device)
      await rows.change(pairing, (held) => ({ ...held, elsewhere: true }))
    // Somewhere else it is done.
    else if (message.kind === 'grant' && row.elsewhere) await rows.change(pairing, dismissed)
    else if (message.kind === 'reveal') await on(pairing, { kind: 'reveal', message })
    else if (message.kind === 'done') await on(pairing, { kind: 'done', message })
  }

  async function ended(pairing: string): Promise<void> {
    await rows.load()
    const row = rows.find(pairing)
    if (!row || row.state.kind === 'confirming') return
    if (row.elsewhere) await rows.change(pairing, dismissed)
    // Whether it was taken the answer tells.
    else if (row.state.kind === 'granting') await deliver(pairing)
    else await on(pairing, { kind: 'ended' })
  }

  return {
    requests: () => (isDevice() ? rows.rows().filter(({ hidden }) => !hidden) : []).map(requestOf),
    lockedUntil: rows.lockedUntil,
    async accept(pairing) {
      const now = await signer()
      if (now.refusal) return now.refusal
      await on(pairing, { kind: 'accept', entries: now.identity.entries }, now)
      return deliver(pairing)
    },
    async enterCode(pairing, typed) {
      const now = await signer()
      if (now.refusal) return now.refusal
      const stepped = await on(pairing, { kind: 'code', typed, entries: now.identity.entries }, now)
      if (stepped?.same && stepped.row.state.kind === 'codeShown') return 'noCode'
      return deliver(pairing)
    },
    async dismiss(pairing) {
      const row = rows.find(pairing)
      if (!row) return
      if (isOver(row.state)) return rows.change(pairing, hidden)
      // Whom another device adds, and who was added already, this one does not stop.
      if (row.elsewhere || row.state.kind === 'confirming') return rows.change(pairing, hidden)
      const stepped = await on(pairing, { kind: 'cancel' })
      if (stepped && !stepped.same) await rows.change(pairing, hidden)
    },
    heard,
    ended,
    async expected() {
      await rows.load()
      return rows.rows().map(({ pairing }) => pairing)
    },
    async refresh(pairings, expected) {
      if (!isDevice()) return
      await rows.load()
      const there = new Set(pairings.map(({ id }) => id))
      const gone = rows.rows().filter((row) => expected.includes(row.pairing) && !there.has(row.pairing))
      for (const { pairing, state, hidden: unseen } of gone)
        if (isOver(state)) await (unseen && rows.change(pairing, () => undefined))
        // Nobody has seen it, or has done anything with it.
        else if (state.kind === 'requested') await rows.change(pairing, () => undefined)
        else await ended(pairing)
      for (const one of pairings) await heard(one)
      for (const { pairing, unsent } of rows.rows()) if (unsent) await deliver(pairing)
    },
    reset: rows.reset,
  }
}

// It stays kept until the server has forgotten it: what it says of it meanwhile is no new request.
const hidden = (row: KeptRequest): KeptRequest => ({ ...row, hidden: true })
const dismissed = (row: KeptRequest): KeptRequest => ({ ...hidden(row), state: { kind: 'aborted', why: 'ended' } })

// For steps that grant nothing.
const noGrant = { encapsulated: new Uint8Array(), ciphertext: new Uint8Array() }
