import { type Chat, createChat } from './chat'
import { systemClock } from './clock'
import type { FakeServer } from './fakeServer'
import type { PasskeyOutcome } from './sessions/passkeys'
import type { Surroundings } from './surroundings'

// For tests: one browser with tabs that share locks and hear of each other. Time is the test's fake timers.

export class FakeBrowser {
  online = true
  reloads = 0
  saved: string[] = []
  build: string | undefined = 'build-1'
  looking = true
  /** From 0 to below 1: what every random number is. */
  chance = 0.5
  private readonly held = new Set<string>()
  private readonly hearing = new Set<(left: boolean) => void>()

  constructor(readonly server: FakeServer) {}

  openTab(storage: Storage = new FakeStorage()): FakeTab {
    return new FakeTab(this, storage)
  }

  /** What its authenticator answers, or why it does not. */
  passkey: PasskeyOutcome = { credential: 'signed' }
  readonly passkeys = { create: async () => this.passkey, get: async () => this.passkey }

  readonly locks = {
    request: async (name: string, _options: unknown, act: (lock: unknown) => unknown) => {
      if (this.held.has(name)) return act(null)
      this.held.add(name)
      const done = await act({ name })
      this.held.delete(name)
      return done
    },
  } as unknown as Pick<LockManager, 'request'>

  tabs(): Surroundings['tabs'] {
    let mine: (left: boolean) => void = () => {}
    return {
      tell: (left) => [...this.hearing].filter((heard) => heard !== mine).forEach((heard) => heard(left)),
      listen: (heard) => {
        mine = heard
        this.hearing.add(heard)
      },
      close: () => this.hearing.delete(mine),
    }
  }
}

export class FakeTab {
  readonly chat: Chat
  private readonly listening = {
    network: new Set<() => void>(),
    visible: new Set<() => void>(),
    input: new Set<() => void>(),
  }

  constructor(
    readonly browser: FakeBrowser,
    readonly storage: Storage,
  ) {
    const { server } = browser
    this.chat = createChat({
      clock: systemClock,
      random: () => browser.chance,
      newId: nextId,
      transport: server.transport,
      fetch: server.fetch,
      storage,
      locks: browser.locks,
      tabs: browser.tabs(),
      passkeys: browser.passkeys,
      page: {
        device: 'desktop',
        browserName: 'Firefox on Linux',
        build: browser.build,
        address: 'http://localhost:1/',
        signInOutcome: undefined,
        online: () => browser.online,
        looking: () => browser.looking,
        reload: () => void browser.reloads++,
        save: (name) => void browser.saved.push(name),
        persist() {},
        listen: (what, happened) => {
          this.listening[what].add(happened)
          return () => this.listening[what].delete(happened)
        },
      },
    })
  }

  /** What a browser does on "Reload": the page ends without being asked, its storage stays. */
  reload(): FakeTab {
    const storage = this.copyOfStorage()
    this.chat.dispose()
    return this.browser.openTab(storage)
  }

  /** What a browser does on "Duplicate tab". */
  duplicate(): FakeTab {
    return this.browser.openTab(this.copyOfStorage())
  }

  private copyOfStorage(): Storage {
    const copy = new FakeStorage()
    for (let index = 0; index < this.storage.length; index++) {
      const key = this.storage.key(index) as string
      copy.setItem(key, this.storage.getItem(key) as string)
    }
    return copy
  }

  network(online: boolean) {
    this.browser.online = online
    for (const happened of this.listening.network) happened()
  }

  touch() {
    for (const happened of this.listening.input) happened()
  }

  look() {
    for (const happened of this.listening.visible) happened()
  }
}

let ids = 0
const nextId = () => (++ids).toString(16).padStart(32, '0')

export class FakeStorage implements Storage {
  private readonly items = new Map<string, string>()
  get length() {
    return this.items.size
  }
  key = (index: number) => [...this.items.keys()][index] ?? null
  getItem = (key: string) => this.items.get(key) ?? null
  setItem = (key: string, value: string) => void this.items.set(key, value)
  removeItem = (key: string) => void this.items.delete(key)
  clear = () => this.items.clear()
}
