import { createSignal } from 'solid-js'
import type { KeyDevice, Refusal } from '../../contract'
import type { Identity } from '../../messages/directIdentities'
import type { ChangeOwn } from './changing'
import type { NotesDriver } from './deviceNotes'
import type { DevicesView, ListedDevice } from './devicesView'
import type { Driver } from './driver'

/** Which devices there are, as the chain says, with what the server knows of them beside it. */
export interface DeviceList extends Pick<DevicesView, 'devices' | 'list' | 'rename' | 'remove'> {
  /** Whoever has no name gets the one that this browser gives itself. */
  nameOwn(): Promise<void>
  reset(): void
}

export function createDeviceList(driver: Driver, notes: NotesDriver, changeOwn: ChangeOwn): DeviceList {
  const { desk, identities, own } = driver
  const [told, setTold] = createSignal<readonly KeyDevice[]>()

  async function list(): Promise<Refusal | undefined> {
    const mine = driver.account()
    const { value, refusal } = await desk.call('GetKeyDevices', null)
    if (refusal) return refusal
    if (driver.account() !== mine) return undefined
    setTold(value.devices)
    const named = value.devices.flatMap(({ device, name }) => (name === null ? [] : [[device, name] as const]))
    await notes.named(Object.fromEntries(named))
    return undefined
  }

  const called = (id: string): string | undefined =>
    told()?.find(({ device }) => device === id)?.name ?? notes.names()[id]

  function addedBy({ entries }: Identity, id: string): string | undefined {
    const has = (at: number) => entries[at]?.entry.devices.some((device) => device.id === id) ?? false
    // It may have been removed and added again.
    const at = entries.findLastIndex((_, index) => has(index) && !has(index - 1))
    const signer = at > 0 ? entries[at]?.entry.signer : undefined
    const paper = entries[at - 1]?.entry.devices.find((device) => device.id === signer)?.kind === 'paper'
    return paper ? 'the recovery code' : signer && called(signer)
  }

  function listed(identity: Identity): readonly ListedDevice[] {
    return identity.head.devices.map(({ id, kind }) => {
      const known = told()?.find(({ device }) => device === id)
      return {
        id,
        kind,
        name: called(id),
        addedAtMs: known?.addedAtMs ?? undefined,
        addedBy: addedBy(identity, id),
        seenAtMs: known?.seenAtMs ?? undefined,
        here: known?.here ?? false,
        current: own.device()?.device === id,
      }
    })
  }

  return {
    devices() {
      const state = identities.state(driver.account() ?? '')
      return told() && state.kind === 'known' ? listed(state.identity) : []
    },
    list,
    async rename(device, name) {
      await own.proven()
      const { refusal } = await desk.call('NameKeyDevice', { device, name })
      return refusal ?? list()
    },
    async remove(device) {
      const refusal = await changeOwn(({ head }) =>
        head.devices.some(({ id }) => id === device) ? { removed: [device] } : undefined,
      )
      return refusal ?? list()
    },
    async nameOwn() {
      const device = own.device()?.device
      if (device === undefined || (await list())) return
      const mine = told()?.find((known) => known.device === device)
      if (!mine || mine.name !== null) return
      const { refusal } = await desk.call('NameKeyDevice', { device, name: driver.name })
      if (!refusal) await list()
    },
    reset: () => void setTold(undefined),
  }
}
