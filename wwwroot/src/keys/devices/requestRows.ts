import { createSignal } from 'solid-js'
import type { Cancel } from '../../clock'
import type { Pairing } from '../../contract'
import { type CodeAttempts, isLocked, noAttempts } from '../codeAttempts'
import type { KeptRequest } from '../deviceRows'
import { encodePairing, type PairStart } from '../pairingMessages'
import { PairingMs } from '../pairingTimes'
import { requestedBy, stepOfTrustedDevice, type TrustedDeviceEvent } from '../pairingTrustedDevice'
import type { Driver, Signer } from './driver'
import { endOf } from './requestRow'

/** What an event has made of a request. `same`: nothing. */
export type Stepped = { row: KeptRequest; before: KeptRequest; same: boolean }

/** What is kept of the browsers that ask this one to add them. */
export interface RequestRows {
  rows(): readonly KeptRequest[]
  find(pairing: string): KeptRequest | undefined
  lockedUntil(): number | undefined
  load(): Promise<void>
  /** Somebody asks. What cannot be added is not kept. */
  take(pairing: Pairing, start: PairStart, signer: Signer): Promise<void>
  /** `signer`: as the chain is now; what the event does with it must not wait for the network. */
  step(pairing: string, event: TrustedDeviceEvent, signer: Pick<Signer, 'keys' | 'grant'>): Promise<Stepped | undefined>
  change(pairing: string, next: (row: KeptRequest) => KeptRequest | undefined): Promise<void>
  reset(): void
}

/** `late`: the time of one may have come. */
export function createRequestRows(
  { desk, store, serverNow, alone }: Driver,
  late: (pairing: string) => void,
): RequestRows {
  const { clock } = desk
  const [rows, setRows] = createSignal<readonly KeptRequest[]>([])
  const [attempts, setAttempts] = createSignal<CodeAttempts>(noAttempts)
  let cancelTimer: Cancel = () => {}

  async function show(account: string) {
    const [all, tried] = [await store.requests(account), await store.attempts(account)]
    setRows(all.toSorted((one, other) => one.endsAt - other.endsAt))
    setAttempts(tried)
    cancelTimer()
    // What is over by now was said to be when it was read.
    const ends = [...all.map(endOf), tried.lockedUntil]
      .filter((end) => end !== undefined)
      .filter((end) => end > clock.now())
    if (ends.length > 0) cancelTimer = clock.after(Math.min(...ends) - clock.now(), () => void load().catch(() => {}))
  }

  async function load() {
    await alone(show)
    const now = clock.now()
    for (const row of rows()) if ((endOf(row) ?? Infinity) <= now) late(row.pairing)
  }

  const held = async (account: string, pairing: string) =>
    (await store.requests(account)).find((row) => row.pairing === pairing)

  return {
    rows,
    find: (pairing) => rows().find((row) => row.pairing === pairing),
    lockedUntil: () => (isLocked(attempts(), clock.now()) ? attempts().lockedUntil : undefined),
    load,
    async take({ id, name, endsAtMs }, start, { identity }) {
      await alone(async (account) => {
        if (await held(account, id)) return
        const endsAt = Math.min(endsAtMs - serverNow() + clock.now(), clock.now() + PairingMs)
        const state = await requestedBy(start, identity.head, endsAt - PairingMs)
        if (state.kind === 'aborted') return
        const row = { account, pairing: id, name, endsAt, state, unsent: undefined, elsewhere: false, hidden: false }
        await store.keepRequest(row)
        await show(account)
      })
    },
    step: (pairing, event, { keys, grant }) =>
      alone(async (account) => {
        const before = await held(account, pairing)
        if (!before) return undefined
        const tried = await store.attempts(account)
        const step = await stepOfTrustedDevice({ keys, grant }, tried, before.state, event, clock.now())
        const same = step.state === before.state
        // What came of it is shown, whatever was hidden before.
        const hidden = before.hidden && step.state.kind !== 'aborted'
        const unsent = step.send && encodePairing(step.send)
        const row = same ? before : { ...before, state: step.state, unsent, hidden }
        // The count of wrong codes is on disk before anything is done with the verdict.
        if (!same) await store.keepRequest(row, step.attempts)
        await show(account)
        return { row, before, same }
      }),
    async change(pairing, next) {
      await alone(async (account) => {
        const before = await held(account, pairing)
        const row = before && next(before)
        if (row) await store.keepRequest(row)
        else if (before) await store.dropRequest(account, pairing)
        await show(account)
      })
    },
    reset() {
      cancelTimer()
      setRows([])
      setAttempts(noAttempts)
    },
  }
}
