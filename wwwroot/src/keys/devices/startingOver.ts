import { createSignal } from 'solid-js'
import { refusalOf } from '../../connections/calls'
import type { Refusal } from '../../contract'
import { arriveAnew } from './arriving'
import type { DevicesView } from './devicesView'
import type { Driver } from './driver'

/** All devices are lost: the identity begins anew after a while, unless one of them says no. */
export interface StartingOver extends Pick<DevicesView, 'startsOverAt' | 'startOver' | 'doNotStartOver' | 'beginAnew'> {
  /** The server has said when; null when nobody wants it. */
  told(startsOverAtMs: number | null): void
  reset(): void
}

export function createStartingOver(driver: Driver): StartingOver {
  const { desk, identities, own } = driver
  const [at, setAt] = createSignal<number>()
  const isReady = () => own.keys() === 'ready'

  /** What became of it the chain says. */
  async function after(refusal: Refusal | null): Promise<Refusal | undefined> {
    const account = driver.account()
    if (!refusal && account !== undefined) await identities.follow(account)
    return refusal ?? undefined
  }

  return {
    startsOverAt: at,
    startOver: async () => after((await desk.call('StartOver', null)).refusal),
    async doNotStartOver() {
      await own.proven()
      return after((await desk.call('DoNotStartOver', null)).refusal)
    },
    async beginAnew() {
      // Whoever has the keys has nothing to begin anew.
      if (isReady()) return refusalOf('notFound')
      const arrived = await driver.alone((account) => arriveAnew(driver, account))
      await own.changed()
      if (isReady()) return undefined
      if (typeof arrived === 'object') return arrived.refused
      return arrived === 'arrived' || arrived === undefined ? undefined : refusalOf('chainMovedOn')
    },
    // By this browser's clock, as everything that is shown of it.
    told: (startsOverAtMs) =>
      void setAt(startsOverAtMs === null ? undefined : startsOverAtMs - driver.serverNow() + desk.clock.now()),
    reset: () => void setAt(undefined),
  }
}
