import { createSignal } from 'solid-js'
import { refusalOf } from '../connections/calls'
import type { ChatMessage, Done, Refusal, Result } from '../contract'
import type { Desk } from './desk'
import type { ChangesView } from './messagesView'
import { hasVisibleText } from './visibleText'

/** What the user does to messages that are there already. Every change sets something, so trying again does no harm. */
export function createChanges(desk: Desk, conversation: string, longest: () => number): ChangesView {
  const [editing, setEditing] = createSignal<{ message: number; text: string }>()

  const outcome = async (answer: Promise<Result<Done>>): Promise<Refusal | undefined> =>
    (await answer).refusal ?? undefined

  return {
    editing,
    setEditing,
    async edit({ sequence: message }, text) {
      if (!hasVisibleText(text)) return refusalOf('emptyMessage')
      if (text.length > longest()) return refusalOf('messageTooLong')
      return outcome(desk.call('EditMessage', { conversation, message, text }))
    },
    delete: ({ sequence: message }) => outcome(desk.call('DeleteMessage', { conversation, message })),
    react: ({ sequence: message }, emoji, on) => outcome(desk.call('React', { conversation, message, emoji, on })),
  }
}

/** The user's last message that can be edited. */
export const lastOwn = (messages: readonly ChatMessage[], me: string | undefined): ChatMessage | undefined =>
  messages.findLast((message) => message.author.id === me && !message.act && !message.deleted && !message.erased)
