import { createSignal } from 'solid-js'
import { createPause } from '../clock'
import { backoff } from '../connections/backoff'
import type { Refusal } from '../contract'
import { createOwnLook, type OwnDevice, type OwnLookDeps, type OwnOutcome } from './directOwnLook'
import type { OwnKeys } from './directsView'

export type { OwnDevice } from './directOwnLook'

/** The keys of this browser for the identity that is in it: found, made or missing, and proven to the server on each socket. */
export interface OwnDeviceKeys {
  keys(): OwnKeys
  device(): OwnDevice | undefined
  /** A socket is attached: whatever was proven is to be proven anew. */
  attached(): void
  /** Direct messages are wanted: whoever has no keys yet gets them. */
  want(): void
  /** Resolves once the server knows which device this is; undefined when it is none. */
  proven(): Promise<OwnDevice | undefined>
  /** Tries again at once. Resolves when that has come to an end. */
  retry(): Promise<Refusal | undefined>
  /** The list of the own devices may be another one, or what this browser has: it is looked at anew. Resolves as `retry`. */
  changed(): Promise<Refusal | undefined>
  reset(): void
}

export interface OwnDeviceDeps extends OwnLookDeps {
  locks: Pick<LockManager, 'request'> | undefined
}

export function createOwnDeviceKeys(deps: OwnDeviceDeps): OwnDeviceKeys {
  const { desk } = deps
  const look = createOwnLook(deps)
  const [keys, setKeys] = createSignal<OwnKeys>('unknown')
  const [device, setDevice] = createSignal<OwnDevice>()
  const pause = createPause(desk.clock)
  let wanted = false
  /** Counts sockets and people: what was begun for another one is of no use. */
  let turn = 0
  let running: Promise<Refusal | undefined> | undefined
  let runningFor = -1

  const identity = () => {
    const me = desk.me()
    return me && !me.guest ? me.id : undefined
  }

  function run(): Promise<Refusal | undefined> {
    if (running && runningFor === turn) return running
    runningFor = turn
    const mine = settle(turn).finally(() => {
      if (running === mine) running = undefined
    })
    return (running = mine)
  }

  async function settle(mine: number): Promise<Refusal | undefined> {
    for (let failures = 0; mine === turn && desk.attached() && identity() !== undefined;) {
      const outcome = await oneTry(identity() as string)
      if (mine !== turn) return undefined
      if (outcome === 'again') continue
      if (!('refusal' in outcome)) {
        setDevice((before) => sameDevice(before, outcome.device))
        setKeys(outcome.keys)
        return undefined
      }
      const waits = outcome.refusal.code === 'unavailable' || outcome.refusal.code === 'tooFast'
      if (!waits) return outcome.refusal
      await pause.wait(outcome.refusal.retryAfterMs ?? 500 + backoff(++failures, desk.random))
    }
    return undefined
  }

  // One tab at a time spares the others the work. Where there are no locks, the first one that keeps its keys is the one.
  async function oneTry(account: string): Promise<OwnOutcome> {
    try {
      const work = () => look(account, { wanted, making: () => setKeys('making') })
      return await (deps.locks ? deps.locks.request(`chatmux-keys-${account}`, {}, work) : work())
    } catch {
      return { keys: 'denied' }
    }
  }

  return {
    keys,
    device,
    attached() {
      turn++
      pause.wake()
      void run()
    },
    want() {
      if (wanted) return
      wanted = true
      if (keys() === 'unknown' && desk.attached()) void (running ?? Promise.resolve()).then(run)
    },
    async proven() {
      await whatGoesOn()
      return keys() === 'ready' ? device() : undefined
    },
    retry() {
      pause.wake()
      return run()
    },
    async changed() {
      pause.wake()
      // What goes on may have asked before.
      await whatGoesOn()
      return run()
    },
    reset() {
      turn++
      wanted = false
      pause.wake()
      setKeys('unknown')
      setDevice(undefined)
    },
  }

  /** What goes on for this socket; when nothing does, it has come to an end. */
  async function whatGoesOn(): Promise<void> {
    while (running && runningFor === turn) await running
  }
}

/** Chats hold on to the device that they began with: what it was given since belongs to that one. */
function sameDevice(before: OwnDevice | undefined, now: OwnDevice | undefined): OwnDevice | undefined {
  if (!before || !now || before.device !== now.device) return now
  const held = before.encryptionKeys as Map<number, CryptoKeyPair>
  for (const [version, keys] of now.encryptionKeys) held.set(version, keys)
  return before
}
