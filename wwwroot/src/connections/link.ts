import type { Clock } from '../clock'
import type { AttachCommand, MailboxBatch, Refusal, ServerEvent, Welcome } from '../contract'
import { type Call, createCalls } from './calls'
import type { Transport } from './transport'

const OpenWithinMs = 10_000

export interface LinkListener {
  /** Attached. What the server said before the welcome is told right after it. */
  welcomed(welcome: Welcome): void
  /** The server does not attach this connection. The link is over. */
  refused(refusal: Refusal): void
  events(events: readonly ServerEvent[]): void
  mailbox(batch: MailboxBatch): void
  /** The socket could not be opened, or ended. The link is over. */
  ended(refused: boolean): void
}

/** One socket from its opening to its end. */
export interface Link {
  call: Call
  /** Ends it from this side; the listener hears nothing more. */
  drop(): void
}

export function openLink(transport: Transport, clock: Clock, attach: AttachCommand, listener: LinkListener): Link {
  let over = false
  let welcomed = false
  const early: (() => void)[] = []

  const finish = (tell: () => void) => {
    if (over) return
    over = true
    stopWaiting()
    socket.close()
    tell()
    calls.end()
  }
  const hear = (tell: () => void) => {
    if (over) return
    if (welcomed) tell()
    else early.push(tell)
  }

  const socket = transport.open({
    opened: () => void attachNow(),
    events: (events) => {
      const urgent = welcomed ? [] : events.filter((event) => endsTheSocket(event))
      if (urgent.length > 0 && !over) listener.events(urgent)
      else hear(() => listener.events(events))
    },
    mailbox: (batch) => hear(() => listener.mailbox(batch)),
    ended: (refused) => finish(() => listener.ended(refused)),
  })
  const calls = createCalls(clock, socket)
  const stopWaiting = clock.after(OpenWithinMs, () => finish(() => listener.ended(false)))

  async function attachNow() {
    if (over) return
    stopWaiting()
    const { value: welcome, refusal } = await calls.call('Attach', attach)
    if (over) return
    if (refusal) return finish(() => listener.refused(refusal))
    welcomed = true
    listener.welcomed(welcome)
    for (const tell of early.splice(0)) hear(tell)
  }

  return { call: calls.call, drop: () => finish(() => {}) }
}

const endsTheSocket = (event: ServerEvent) => event.type === 'sessionEnded' || event.type === 'connectionSuperseded'
