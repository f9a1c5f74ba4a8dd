import type { Cancel, Clock } from '../clock'
import type { Call } from '../connections/calls'
import type { MailboxBatch, MailboxPosition, MailboxState, ServerEvent } from '../contract'
import { attachMailbox, type Mailbox, receiveBatch, type Received } from './mailbox'

// Many events within a moment are acknowledged at once.
const AcknowledgeAfterMs = 100
// The server sends in order; a missing event that has not come by then comes only with another attach.
const GapForAtMostMs = 5_000

export interface MailboxStore {
  /** `held` is the position that was named when attaching. */
  attach(held: MailboxPosition | null, state: MailboxState): void
  receive(batch: MailboxBatch): void
  /** Forgets the mailbox: somebody else is here now. */
  reset(): void
}

export interface MailboxDeps {
  clock: Clock
  call: Call
  happened(events: readonly ServerEvent[]): void
  keep(position: MailboxPosition): void
  /** Events are lost for good. */
  lost(): void
  /** An event is missing for too long. */
  stuck(): void
}

export function createMailboxStore({ clock, call, happened, keep, lost, stuck }: MailboxDeps): MailboxStore {
  let mailbox: Mailbox | undefined
  let acknowledging = false
  let stopWatchingGap: Cancel | undefined

  function take(received: Received) {
    const moved = mailbox?.epoch !== received.mailbox.epoch || mailbox.sequence !== received.mailbox.sequence
    mailbox = received.mailbox
    if (moved) keep({ epoch: mailbox.epoch, sequence: mailbox.sequence })
    watchGap()
    if (received.events.length > 0) happened(received.events)
    if (received.lost) lost()
  }

  function watchGap() {
    stopWatchingGap?.()
    stopWatchingGap = mailbox?.early.size ? clock.after(GapForAtMostMs, stuck) : undefined
  }

  // Acknowledges duplicates too: they come because an acknowledgement was lost.
  function acknowledgeSoon() {
    if (acknowledging) return
    acknowledging = true
    clock.after(AcknowledgeAfterMs, () => {
      acknowledging = false
      if (mailbox) void call('Acknowledge', { epoch: mailbox.epoch, sequence: mailbox.sequence })
    })
  }

  return {
    attach(held, state) {
      take(attachMailbox(held ?? undefined, state))
      if (state.replay.events.length > 0) acknowledgeSoon()
    },
    receive(batch) {
      take(receiveBatch(mailbox, batch))
      acknowledgeSoon()
    },
    reset() {
      mailbox = undefined
      stopWatchingGap?.()
    },
  }
}
