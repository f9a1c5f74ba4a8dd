import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { signalrTransport } from './signalrTransport'
import type { Socket } from './transport'

/** A browser's socket, and what the front at its other end does. */
class FakeWebSocket {
  static readonly OPEN = 1
  static all: FakeWebSocket[] = []
  readyState = 0
  closed = false
  onopen = () => {}
  onmessage = (_message: { data: string }) => {}
  onclose = (_event: { wasClean: boolean; code: number }) => {}

  constructor() {
    FakeWebSocket.all.push(this)
  }

  accept() {
    this.readyState = FakeWebSocket.OPEN
    this.onopen()
  }

  send() {}

  say(text: string) {
    this.onmessage({ data: text })
  }

  close() {
    this.closed = true
  }
}

const HandshakeAnswer = '{}\u001e'
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
let told: string[]

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeWebSocket)
  FakeWebSocket.all = []
  told = []
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

async function open(): Promise<{ socket: Socket; front: FakeWebSocket }> {
  const socket = signalrTransport('http://localhost:1/hub').open({
    opened: () => told.push('opened'),
    events: () => {},
    mailbox: () => {},
    ended: (refused) => told.push(`ended ${refused ? 'refused' : 'by itself'}`),
  })
  await pass(0)
  return { socket, front: FakeWebSocket.all[0]! }
}

async function shakeHands(front: FakeWebSocket) {
  front.accept()
  await pass(0)
  front.say(HandshakeAnswer)
  await pass(0)
}

test('a front that says nothing for fifteen seconds is taken for gone, and what it was asked stays open', async () => {
  const { socket, front } = await open()
  await shakeHands(front)
  const settled = vi.fn()
  socket.invoke('SendMessage', {}).then(settled, settled)
  await pass(14_900)
  expect(told).toEqual(['opened'])
  await pass(200)
  expect(told).toEqual(['opened', 'ended by itself'])
  expect(front.closed).toBe(true)
  expect(settled).not.toHaveBeenCalled()
})

test.each([
  ['takes no socket', async () => {}],
  ['takes a socket and says nothing', async (front: FakeWebSocket) => front.accept()],
])('closing gives up a front that %s', async (_, act) => {
  const { socket, front } = await open()
  await act(front)
  await pass(10_000)
  socket.close()
  await pass(0)
  expect(front.closed).toBe(true)
  expect(told).toEqual([])
})
