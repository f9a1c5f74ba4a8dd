import { limits, type Refusal } from '../contract'
import type { ClosedDevice } from '../keys/epochRecord'
import type { OwnedDevice } from '../keys/epochRules'
import type { SeenLedger } from '../keys/seenLedger'
import type { DirectLog } from './directLog'

/** Finds out what devices that are gone said last, so that nothing counts that they say after it. */
export interface Closing {
  /**
   * Reads from the end back to the last of each. Without those that are not found that far: what a device said before its end must not count as
   * said after it. `silent`: whether one that nothing was read of has said nothing.
   */
  closesOf(
    devices: readonly OwnedDevice[],
    silent: boolean,
  ): Promise<{ closes: readonly ClosedDevice[]; refusal?: never } | { closes?: never; refusal: Refusal }>
}

export interface ClosingDeps {
  conversation: string
  me: string
  log: () => Pick<DirectLog, 'read'>
  ledger: Pick<SeenLedger, 'lastOf' | 'lastCounterOf'>
}

// Whoever was silent for longer than this is not looked for at the cost of all history.
const PagesAtMost = 20

export function createClosing({ conversation, me, log, ledger }: ClosingDeps): Closing {
  /** What has not come to its end. */
  let search: { devices: readonly OwnedDevice[]; before: number | null; pages: number } | undefined

  /** As the ledger calls it. */
  const nameOf = ({ account, device }: OwnedDevice) => account + device

  /** `from`: the number down to which all was read; null before anything was. */
  async function isFound(device: OwnedDevice, from: number | null): Promise<boolean> {
    const last = await ledger.lastOf(me, conversation, nameOf(device))
    return from !== null && last > 0 && last >= from
  }

  async function closed(device: OwnedDevice): Promise<ClosedDevice> {
    return { device: device.device, lastCounter: await ledger.lastCounterOf(me, conversation, nameOf(device)) }
  }

  return {
    async closesOf(devices, silent) {
      // What was read before reading was refused is not read again, or an allowance would never suffice.
      const isSameSearch = devices.every((device) => search?.devices.some((one) => nameOf(one) === nameOf(device)))
      search = isSameSearch && search ? search : { devices, before: null, pages: 0 }
      const found = new Map<string, ClosedDevice>()
      for (; ; search.pages++) {
        for (const device of devices)
          if (await isFound(device, search.before)) found.set(nameOf(device), await closed(device))
        const isOver = search.before === 0 || search.pages >= PagesAtMost || found.size === devices.length
        if (isOver) break
        const { page, refusal } = await log().read({ before: search.before, after: null, count: limits.pageLength })
        if (refusal) return { refusal }
        search.before = page.hasOlder ? (page.messages[0]?.sequence ?? 0) : 0
      }
      const unheard = devices.filter((device) => !found.has(nameOf(device)))
      // All was read: there is nothing of them.
      const nothing = search.before === 0 && silent ? await Promise.all(unheard.map(closed)) : []
      search = undefined
      return { closes: oncePerDevice([...found.values(), ...nothing]) }
    },
  }
}

/** Two who both listed one device have each said something as it: what either of them said counts. */
function oncePerDevice(closes: readonly ClosedDevice[]): readonly ClosedDevice[] {
  const most = new Map<string, bigint>()
  for (const { device, lastCounter } of closes) {
    const known = most.get(device) ?? 0n
    most.set(device, lastCounter > known ? lastCounter : known)
  }
  return [...most].map(([device, lastCounter]) => ({ device, lastCounter }))
}
