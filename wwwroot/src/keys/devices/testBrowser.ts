// In a browser it is there.
if (!('indexedDB' in globalThis)) Object.assign(globalThis, await import('fake-indexeddb'))
import { createEffect, createRoot, createSignal } from 'solid-js'
import type { Profile, ServerEvent } from '../../contract'
import type { Desk } from '../../messages/desk'
import { createIdentities, type Identities } from '../../messages/directIdentities'
import { createOwnDeviceKeys, type OwnDeviceKeys } from '../../messages/directOwnKeys'
import { createKeyStore, type KeyStore } from '../keyStore'
import { newId } from '../testDevices'
import { createDevicesStore, type DevicesStore } from './devicesStore'
import { watchKnown } from './knownWatch'
import type { DeviceServer, Socket } from './testDeviceServer'

/** For tests: a tab of a browser of the identity. */
export interface TestBrowser {
  name: string
  store: KeyStore
  own: OwnDeviceKeys
  identities: Identities
  devices: DevicesStore
  /** Of whom other devices knew more. */
  learned(): readonly string[]
  /** Its socket ends. */
  detach(): void
  /** It has another socket. */
  attach(): void
  /** What a browser does on "Reload". */
  reload(): Promise<TestBrowser>
  /** Another tab of the same browser. */
  tab(): Promise<TestBrowser>
}

export async function openBrowser(
  server: DeviceServer,
  name: string,
  kept = createKeyStore(`keys-${newId()}`),
  locks = createLocks(),
): Promise<TestBrowser> {
  const { account, clock } = server
  const me: Profile = { id: account, name, colour: '#123456', guest: false, handle: 'ada', status: null, picture: null }
  let socket: Socket | undefined
  const learned = createSignal<readonly string[]>([])
  const store = watchKnown(kept, (other) => browser.devices.knows(other))
  const desk: Desk = {
    clock,
    random: () => 0.5,
    newMessageId: newId,
    call: (method, command) => server.call(socket ?? { hear() {} })(method, command),
    attached: () => socket !== undefined,
    me: () => me,
    recipient: () => ({ me: account, blocked: () => false }),
  }
  const browser = createRoot((end): TestBrowser => {
    const identities = createIdentities({
      call: desk.call,
      store,
      me: () => account,
      startsOver: (of, atMs) => devices.served(of, atMs),
    })
    const connection = newId()
    const own = createOwnDeviceKeys({
      desk,
      store,
      identities,
      locks,
      newId,
      connection: () => connection,
      persist() {},
    })
    const devices = createDevicesStore({
      desk,
      store,
      identities,
      own,
      locks,
      newId,
      name,
      serverNow: clock.now,
      learned: (others) => void learned[1]((held) => [...held, ...others]),
      persist() {},
    })
    const hear = (event: ServerEvent) => {
      if (event.type === 'devicesChanged') devices.changed(event)
      if (event.type === 'pairingMoved') devices.moved(event.pairing)
      if (event.type === 'pairingEnded') devices.ended(event.pairing)
    }
    const detach = () => {
      if (socket) server.sockets.delete(socket)
      socket = undefined
    }
    return {
      name,
      learned: learned[0],
      store,
      own,
      identities,
      devices,
      detach,
      attach() {
        detach()
        const next: Socket = { hear: (event) => void setTimeout(() => socket === next && hear(event)) }
        server.sockets.add((socket = next))
        own.attached()
        devices.attached()
      },
      reload() {
        detach()
        devices.reset()
        end()
        return openBrowser(server, name, kept, locks)
      },
      tab: () => openBrowser(server, name, kept, locks),
    }
  })
  browser.own.want()
  browser.attach()
  await browser.own.proven()
  return browser
}

/** Resolves when that has come to be true; what it asks of are signals. */
export const until = (condition: () => unknown): Promise<void> =>
  new Promise((resolve) =>
    createRoot((end) =>
      createEffect(() => {
        if (!condition()) return
        resolve()
        queueMicrotask(end)
      }),
    ),
  )

/** The locks of one browser. */
export function createLocks(): Pick<LockManager, 'request'> {
  const last = new Map<string, Promise<unknown>>()
  return {
    request: (name: string, _options: unknown, act: (lock: unknown) => unknown) => {
      const next = (last.get(name) ?? Promise.resolve()).then(() => act({ name }))
      last.set(
        name,
        next.catch(() => {}),
      )
      return next
    },
  } as unknown as Pick<LockManager, 'request'>
}
