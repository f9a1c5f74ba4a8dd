import type { ChatMessage, Quote, Refusal } from '../contract'

/** A message of this tab on its way. `acknowledged`: on disk, and shown here until the window has reached it. */
export interface OutboxItem {
  id: string
  text: string
  replyTo?: Quote
  createdMs: number
  state: 'waiting' | 'sending' | 'failed' | 'acknowledged'
  /** Answered tries in a row that ask to wait. */
  attempts: number
  /** Sockets in a row that ended while this was in flight. */
  socketEnds: number
  refusal?: Refusal
  retryAtMs?: number
  sequence?: number
}

/** In the order of sending. */
export type Outbox = readonly OutboxItem[]

const SocketEndsAtMost = 3

export const enqueue = (
  outbox: Outbox,
  { id, text, replyTo, createdMs }: { id: string; text: string; replyTo?: Quote | undefined; createdMs: number },
): Outbox => [
  ...outbox,
  { id, text, ...(replyTo ? { replyTo } : {}), createdMs, state: 'waiting', attempts: 0, socketEnds: 0 },
]

/** The message whose turn it is: the first that is neither done nor given up. Those after it wait for it. */
export const headOf = (outbox: Outbox): OutboxItem | undefined =>
  outbox.find((item) => item.state === 'waiting' || item.state === 'sending')

export const sending = (outbox: Outbox, id: string): Outbox =>
  change(outbox, id, ({ refusal: _refusal, retryAtMs: _retryAtMs, ...item }) => ({ ...item, state: 'sending' }))

export const acknowledged = (outbox: Outbox, id: string, sequence: number): Outbox =>
  change(outbox, id, ({ refusal: _refusal, retryAtMs: _retryAtMs, ...item }) => ({
    ...item,
    state: 'acknowledged',
    sequence,
  }))

/** The server answered with a refusal. `retryAfterMs` is how long to wait when waiting helps. */
export function refuse(outbox: Outbox, id: string, refusal: Refusal, now: number, retryAfterMs: number): Outbox {
  return change(outbox, id, (item) => {
    const answered = { ...item, attempts: item.attempts + 1, socketEnds: 0, refusal }
    return waitingHelps(refusal)
      ? { ...answered, state: 'waiting', retryAtMs: now + retryAfterMs }
      : { ...answered, state: 'failed' }
  })
}

/** The socket ended: what was in flight may be on disk or not, and is sent again under its id. A message that was there
 * three times in a row is taken for the cause, unless this side dropped the sockets by itself. */
export function socketEnded(outbox: Outbox, refused: boolean): Outbox {
  return outbox.map((item) => {
    if (item.state !== 'sending') return item
    const socketEnds = item.socketEnds + (refused ? 1 : 0)
    return socketEnds >= SocketEndsAtMost
      ? { ...item, socketEnds, state: 'failed', refusal: { code: 'malformed', retryAfterMs: null } }
      : { ...item, socketEnds, state: 'waiting' }
  })
}

/** The conversation is over for its author, who decides about what was not sent if they come back. */
export const giveUp = (outbox: Outbox): Outbox =>
  outbox
    .filter((item) => item.state !== 'acknowledged')
    .map((item) => ({ ...item, state: 'failed', refusal: item.refusal ?? { code: 'notFound', retryAfterMs: null } }))

/** Another socket is there: what waited for the server to be able again need not wait longer. */
export function resume(outbox: Outbox): Outbox {
  return outbox.map(({ retryAtMs, ...item }) =>
    retryAtMs !== undefined && item.refusal?.code === 'tooFast' ? { ...item, retryAtMs } : { ...item, attempts: 0 },
  )
}

/** Puts a failed message at the end: others have been sent meanwhile. An id that was taken would be refused for ever, and
 * so would an answer to what is gone. */
export function retry(outbox: Outbox, id: string, newId: () => string): Outbox {
  const failed = outbox.find((item) => item.id === id && item.state === 'failed')
  if (!failed) return outbox
  const { replyTo, ...alone } = failed
  const again = failed.refusal?.code === 'messageGone' || !replyTo ? alone : { ...alone, replyTo }
  return enqueue(discard(outbox, id), failed.refusal?.code === 'messageIdTaken' ? { ...again, id: newId() } : again)
}

/** Only what is surely not on its way can be taken back. */
export const discard = (outbox: Outbox, id: string): Outbox =>
  outbox.filter((item) => item.id !== id || item.state === 'sending' || item.state === 'acknowledged')

/** Removes what the conversation shows now: what it has by number, and what it has by id. */
export function settle(outbox: Outbox, last: number, shown: readonly ChatMessage[], me: string): Outbox {
  if (outbox.length === 0) return outbox
  const mine = new Set(shown.filter((message) => message.author.id === me).map((message) => message.id))
  const left = outbox.filter((item) => !mine.has(item.id) && (item.sequence === undefined || item.sequence > last))
  return left.length === outbox.length ? outbox : left
}

/** What a reload must not lose. */
export const unacknowledged = (outbox: Outbox): Outbox =>
  outbox
    .filter((item) => item.state !== 'acknowledged')
    .map((item) => (item.state === 'sending' ? { ...item, state: 'waiting' } : item))

const waitingHelps = ({ code }: Refusal) =>
  code === 'tooFast' || code === 'unavailable' || code === 'notAttached' || code === 'notSignedIn'

function change(outbox: Outbox, id: string, to: (item: OutboxItem) => OutboxItem): Outbox {
  return outbox.map((item) => (item.id === id ? to(item) : item))
}
