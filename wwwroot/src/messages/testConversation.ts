import { afterEach, beforeEach, vi } from 'vitest'
import type { ReadMessagesCommand } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, General, person } from '../fakeServer'

// For tests: Ada in General, where Bob has written something, with timers that pass when they are told to.

export let server: FakeServer
export let browser: FakeBrowser
export let tab: FakeTab

export const bob = person('Bob')
export const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
export const open = () => tab.chat.messages.open(General)
export const inbox = () => tab.chat.inbox.conversations()[0]
export const reads = () => server.heardOf<ReadMessagesCommand>('ReadMessages')

/** Bob has written this many messages, of which Ada has read so many. */
export async function enter(written: number, read = written) {
  for (let number = 1; number <= written; number++) server.post(bob, `text ${number}`)
  server.readUpTo = read
  tab = browser.openTab()
  await pass(0)
}

/** Reloads the tab. */
export function reload() {
  tab = tab.reload()
}

beforeEach(() => {
  vi.useFakeTimers()
  server = new FakeServer()
  browser = new FakeBrowser(server)
})
afterEach(() => {
  tab.chat.dispose()
  vi.useRealTimers()
})
