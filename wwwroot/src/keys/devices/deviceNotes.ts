import { createSignal } from 'solid-js'
import type { Identity } from '../../messages/directIdentities'
import { type DeviceNotes, noNotes } from '../deviceRows'
import type { DevicesView } from './devicesView'
import { newestOf, newsIn } from './deviceNews'
import type { Driver } from './driver'

/** What this device remembers of the others: their names, and what became of them since. */
export interface NotesDriver extends Pick<DevicesView, 'news' | 'dismissNews' | 'cameByCode'> {
  names(): Readonly<Record<string, string>>
  /** The chain was followed as far as this. */
  look(identity: Identity): Promise<void>
  named(names: Readonly<Record<string, string>>): Promise<void>
  reset(): void
}

export function createNotes({ store, own, identities, account, alone }: Driver): NotesDriver {
  const [notes, setNotes] = createSignal<DeviceNotes>()

  const change = (next: (held: DeviceNotes) => DeviceNotes) =>
    alone(async (mine) => {
      await store.changeDeviceNotes(mine, (held) => next(held ?? noNotes(mine)))
      setNotes(await store.deviceNotes(mine))
    })

  return {
    names: () => notes()?.names ?? {},
    news: () =>
      (notes()?.news ?? []).map(({ device, kind, name }) => ({
        id: device,
        kind,
        name: name ?? notes()?.names[device],
      })),
    dismissNews: (id) => void change((held) => ({ ...held, news: held.news.filter(({ device }) => device !== id) })),
    cameByCode() {
      const [state, cameBy] = [identities.state(account() ?? ''), notes()?.cameBy]
      return (
        state.kind === 'known' && cameBy !== undefined && state.identity.head.devices.some(({ id }) => id === cameBy)
      )
    },
    async look({ entries, head }) {
      const device = own.device()?.device
      if (device === undefined) return
      await change((held) => {
        // Whoever looks for the first time has seen all that there is.
        const found = held.lookedAt === 0 ? [] : newsIn(entries, device, held)
        return { ...held, lookedAt: Math.max(held.lookedAt, head.version), news: newestOf([...held.news, ...found]) }
      })
    },
    async named(names) {
      await change((held) => ({ ...held, names: { ...held.names, ...names } }))
    },
    reset: () => void setNotes(undefined),
  }
}
