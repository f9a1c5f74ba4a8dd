import { createEffect, createSignal, createUniqueId, on, onMount, Show } from 'solid-js'
import Smile from 'lucide-solid/icons/face-slightly-smiling'
import MicOff from 'lucide-solid/icons/mic-off'
import Send from 'lucide-solid/icons/send-horizontal'
import { useChat } from '../chatContext'
import type { Refusal } from '../contract'
import { mutedSentence, type Standing } from '../rooms/standing'
import { createClock } from '../ui/ticking'
import { refusalSentence } from '../refusals'
import { EmojiButton } from './emojiButton'
import { lastOwn } from './changes'
import type { ConversationPeople } from './conversationPeople'
import { emojiSuggestions } from './emojiSuggestions'
import { mentionSuggestions } from './mentionSuggestions'
import type { ConversationView } from './messagesView'
import { ReplyLine } from './replyLine'
import { createSuggestions, Suggestions } from './suggestions'
import './composer.css'

const counterFrom = 0.9

interface Props {
  conversation: ConversationView
  standing: Standing
  /** What the conversation is called. */
  name: string
  people: ConversationPeople
  takesFocus: boolean
  longest: number
}

/** Where one writes. Enter sends, Shift+Enter breaks the line. */
export function Composer(props: Props) {
  const { session } = useChat()
  const view = props.conversation
  const [refusal, setRefusal] = createSignal<Refusal>()
  const noteId = createUniqueId()
  const mutedId = createUniqueId()
  const now = createClock(60_000, () => props.standing.muted() !== undefined)
  let box!: HTMLTextAreaElement

  const silent = () => !props.standing.mayWrite()
  const text = () => view.draft()
  const tooLong = () => text().length > props.longest
  const left = () => props.longest - text().length
  const people = mentionSuggestions(props.people, () => session.me()?.id)
  const suggestions = createSuggestions(() => box, replace, [emojiSuggestions, people])

  /** Puts `insert` in the place of `from` to `to` as if it had been typed. */
  function replace(from: number, to: number, insert: string) {
    box.focus()
    box.setRangeText(insert, from, to, 'end')
    written()
  }
  function written() {
    view.setDraft(box.value)
    setRefusal(undefined)
    suggestions.update()
    if (box.value.trim() !== '') view.noteTyping()
  }
  function send() {
    // Blank lines around it go; a first line's indent is code in Markdown and stays.
    const message = text()
      .replace(/^(\s*\n)+/, '')
      .trimEnd()
    if (message === '' || silent()) return
    const reason = tooLong() ? { code: 'messageTooLong' as const, retryAfterMs: null } : view.send(message)
    setRefusal(reason)
    if (reason !== undefined) return
    view.setDraft('')
    suggestions.close()
    box.focus()
  }
  /** Arrow up in an empty box: the last own message is rewritten. */
  function editLast(event: KeyboardEvent) {
    const readable = view.messages().filter((message) => view.doubt?.(message) !== 'unreadable')
    const message = lastOwn(readable, session.me()?.id)
    if (!message || silent()) return
    event.preventDefault()
    view.setEditing({ message: message.sequence, text: message.text })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // The Enter that ends a composition of an input method belongs to the input method (229 is how Safari says it).
    if (event.isComposing || event.keyCode === 229 || suggestions.take(event)) return
    if (event.key === 'ArrowUp' && text() === '') return editLast(event)
    if (event.key === 'Escape' && view.replyTo()) return view.setReplyTo(undefined)
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    send()
  }

  createEffect(on(view.replyTo, (quote) => quote && box.focus(), { defer: true }))
  createEffect(() => {
    if (box.value !== text()) box.value = text()
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight}px`
  })
  onMount(() => {
    if (props.takesFocus && matchMedia('(pointer: fine)').matches) box.focus({ preventScroll: true })
  })

  return (
    <div class="composer">
      <Show when={tooLong() ? { code: 'messageTooLong' as const, retryAfterMs: null } : refusal()}>
        {(reason) => (
          <p class="alert" role="alert" id={noteId}>
            {refusalSentence(reason())}
          </p>
        )}
      </Show>
      <Suggestions list={suggestions} />
      <Show when={view.replyTo()}>
        {(quote) => <ReplyLine quote={quote()} onCancel={() => view.setReplyTo(undefined)} />}
      </Show>
      <Show when={props.standing.muted()}>
        {(mute) => (
          <p class="composer-muted" id={mutedId}>
            <MicOff size={16} aria-hidden="true" /> {mutedSentence(mute().untilMs, now())}
          </p>
        )}
      </Show>
      <div class="composer-box" classList={{ muted: silent() }}>
        <textarea
          ref={box}
          id="message"
          rows={1}
          aria-label="Message"
          aria-describedby={props.standing.muted() ? mutedId : undefined}
          readOnly={silent()}
          placeholder={props.standing.muted() ? 'You are muted' : `Message ${props.name}`}
          enterkeyhint="send"
          dir="auto"
          aria-autocomplete="list"
          aria-controls={suggestions.open() ? suggestions.id : undefined}
          aria-activedescendant={suggestions.activeId()}
          aria-invalid={tooLong()}
          onInput={written}
          onKeyDown={onKeyDown}
          onBlur={() => suggestions.close()}
        />
        <Show when={!silent()}>
          <EmojiButton
            label="Emoji"
            class="icon-button"
            face={<Smile size={20} aria-hidden="true" />}
            onChoose={(character) => replace(box.selectionStart, box.selectionEnd, character)}
          />
        </Show>
        <button
          type="button"
          class="icon-button send"
          aria-label="Send"
          aria-disabled={text().trim() === '' || tooLong() || silent()}
          onClick={send}
        >
          <Send size={19} aria-hidden="true" />
        </button>
      </div>
      <Show when={text().length > props.longest * counterFrom}>
        <p class="composer-counter" classList={{ over: tooLong() }}>
          {tooLong() ? -left() : left()}
          <span classList={{ spoken: !tooLong() }}>{tooLong() ? ' too many' : ' characters left'}</span>
        </p>
      </Show>
    </div>
  )
}
