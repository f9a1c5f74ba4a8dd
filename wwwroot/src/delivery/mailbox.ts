import type { MailboxBatch, MailboxPosition, MailboxState, ServerEvent } from '../contract'

/** How far this tab has read its mailbox, and what came before its turn. */
export interface Mailbox extends MailboxPosition {
  early: ReadonlyMap<number, ServerEvent>
}

export interface Received {
  mailbox: Mailbox
  /** The events whose turn it is, in order. */
  events: readonly ServerEvent[]
  /** Events may have been lost: everything must be fetched anew. */
  lost: boolean
}

/** After attaching. A mailbox that was not resumed begins where its replay begins: the welcome replaces the rest. */
export function attachMailbox(held: MailboxPosition | undefined, { resumed, replay }: MailboxState): Received {
  const resumes = resumed && held?.epoch === replay.epoch
  const from = resumes ? held.sequence : replay.first - 1
  const received = receiveBatch({ epoch: replay.epoch, sequence: from, early: new Map() }, replay)
  return { ...received, lost: false }
}

/** Takes a batch: drops what is known, holds what is early. */
export function receiveBatch(held: Mailbox | undefined, batch: MailboxBatch): Received {
  if (held?.epoch !== batch.epoch) {
    const begun = { epoch: batch.epoch, sequence: batch.first - 1, early: new Map() }
    return { ...receiveBatch(begun, batch), lost: true }
  }
  const early = new Map(held.early)
  batch.events.forEach((event, index) => {
    const sequence = batch.first + index
    if (sequence > held.sequence) early.set(sequence, event)
  })
  const events: ServerEvent[] = []
  let { sequence } = held
  for (let next = early.get(sequence + 1); next; next = early.get(sequence + 1)) {
    events.push(next)
    early.delete(++sequence)
  }
  return { mailbox: { epoch: held.epoch, sequence, early }, events, lost: false }
}
