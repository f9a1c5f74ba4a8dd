import { onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { Cancel } from '../clock'
import { backoff } from '../connections/backoff'
import type { ChatMessage, Quote } from '../contract'
import type { Desk } from './desk'
import type { KeptTexts } from './keptTexts'
import type { OutboxMessage } from './messagesView'
import * as rules from './outbox'

/** Sends one conversation's messages in their order, one at a time. */
export interface Sender {
  outbox(): OutboxMessage[]
  send(text: string, replyTo: Quote | undefined): void
  retry(id: string): void
  discard(id: string): void
  /** A socket is attached. */
  resume(): void
  socketEnded(refused: boolean): void
  /** The author does not belong to the conversation any more. */
  left(): void
  /** An own message was announced: it is on disk, whatever becomes of the answer. */
  echoed(message: ChatMessage): void
  /** These messages are shown now, and all up to `last`. */
  settle(last: number, shown: readonly ChatMessage[]): void
}

export function createSender(
  desk: Desk,
  kept: KeptTexts,
  conversation: string,
  delivered: (message: ChatMessage) => void,
): Sender {
  const [view, setView] = createStore<{ outbox: OutboxMessage[] }>({ outbox: [] })
  let outbox: rules.Outbox = []
  let cancelWake: Cancel = () => {}
  // Somebody else may be in by the time a wait or a call ends.
  let over = false
  onCleanup(() => {
    over = true
    cancelWake()
  })

  function take(next: rules.Outbox) {
    if (next === outbox || over) return
    outbox = next
    kept.writeOutbox(conversation, rules.unacknowledged(outbox))
    setView('outbox', reconcile(outbox.map(shown)))
  }

  function pump() {
    cancelWake()
    const head = rules.headOf(outbox)
    if (!head || over || head.state === 'sending' || !desk.attached()) return
    const waitMs = (head.retryAtMs ?? 0) - desk.clock.now()
    if (waitMs > 0) {
      cancelWake = desk.clock.after(waitMs, pump)
      return
    }
    take(rules.sending(outbox, head.id))
    void post(head)
  }

  async function post({ id, text, replyTo, attempts }: rules.OutboxItem) {
    const command = { conversation, id, text, replyTo: replyTo?.sequence ?? null }
    const { value, refusal } = await desk.call('SendMessage', command)
    // Its own announcement may have come first, or the socket may have ended.
    if (over || !outbox.some((item) => item.id === id && item.state === 'sending')) return
    if (refusal) {
      const waitMs = refusal.retryAfterMs ?? 500 + backoff(attempts + 1, desk.random)
      take(rules.refuse(outbox, id, refusal, desk.clock.now(), waitMs))
    } else {
      take(rules.acknowledged(outbox, id, value.sequence))
      const author = desk.me()
      if (author)
        delivered({
          ...unchanged,
          conversation,
          id,
          author,
          text,
          replyTo: replyTo ?? null,
          ...value,
          mentions: value.mentions ?? [],
        })
    }
    pump()
  }

  take(kept.readOutbox(conversation))

  return {
    outbox: () => view.outbox,
    send(text, replyTo) {
      take(rules.enqueue(outbox, { id: desk.newMessageId(), text, replyTo, createdMs: desk.clock.now() }))
      pump()
    },
    retry(id) {
      take(rules.retry(outbox, id, desk.newMessageId))
      pump()
    },
    discard(id) {
      take(rules.discard(outbox, id))
      pump()
    },
    resume() {
      take(rules.resume(outbox))
      pump()
    },
    socketEnded(refused) {
      cancelWake()
      take(rules.socketEnded(outbox, refused))
    },
    left() {
      cancelWake()
      take(rules.giveUp(outbox))
    },
    echoed({ id, sequence }) {
      const known = outbox.find((item) => item.id === id)
      if (!known || known.state === 'acknowledged') return
      take(rules.acknowledged(outbox, id, sequence))
      pump()
    },
    settle(last, messages) {
      const before = outbox
      take(rules.settle(outbox, last, messages, desk.me()?.id ?? ''))
      if (outbox !== before) pump()
    },
  }
}

const unchanged = {
  erased: false,
  version: 0,
  editedAtMs: null,
  deleted: false,
  deletedByModerator: false,
  reactions: [],
  act: null,
}

function shown({ id, text, replyTo, createdMs, state, refusal, retryAtMs }: rules.OutboxItem): OutboxMessage {
  return {
    id,
    text,
    ...(replyTo ? { replyTo: { ...replyTo } } : {}),
    createdMs,
    state: state === 'acknowledged' ? 'sending' : state,
    ...(refusal ? { refusal: { ...refusal } } : {}),
    ...(retryAtMs === undefined ? {} : { retryAtMs }),
  }
}
