import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, person } from '../fakeServer'
import { createEntryApi } from './entryApi'
import { systemClock } from '../clock'

let server: FakeServer
let browser: FakeBrowser
const tabs: FakeTab[] = []
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  server = new FakeServer()
  browser = new FakeBrowser(server)
})
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.chat.dispose()
  vi.useRealTimers()
})

test('what was put off until one has shown who one is, is then done', async () => {
  server.me = { ...person('Ada'), guest: false, handle: 'ada' }
  // As signalrTransport does: opening takes a moment, and what is called before that is never answered.
  const { transport } = server
  server.transport = {
    open: (listener) => {
      let open = false
      const opened = () => {
        open = true
        listener.opened()
      }
      const socket = transport.open({ ...listener, opened: () => setTimeout(opened, 50) })
      return {
        invoke: (method, command) => (open ? socket.invoke(method, command) : new Promise(() => {})),
        close: () => socket.close(),
      }
    },
  }
  const tab = browser.openTab()
  tabs.push(tab)
  await pass(100)
  expect(tab.chat.connection.state().phase).toBe('online')
  // As WaysInPanel does: confirm with a passkey, then the command that was refused for want of it.
  const confirmed = await tab.chat.session.signInWithPasskey()
  expect(confirmed).toBeUndefined()
  const removed = tab.chat.account.removeWayIn('passkey:1')
  await pass(15_000)
  expect((await removed)?.code).not.toBe('unavailable')
})

test('a file that breaks off is told', async () => {
  const broken = {
    ok: true,
    status: 200,
    headers: new Headers({ 'Content-Disposition': 'attachment' }),
    blob: () => Promise.reject(new TypeError('network error')),
  } as unknown as Response
  const api = createEntryApi(() => Promise.resolve(broken), systemClock)
  expect((await api.exportAccount()).refusal?.code).toBe('unavailable')
})
