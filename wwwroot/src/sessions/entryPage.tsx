import { createSignal, onMount, Show } from 'solid-js'
import type { Refusal } from '../contract'
import { useChat } from '../chatContext'
import { refusalSentence } from '../refusals'
import { Avatar } from '../ui/avatar'
import { recall, remember } from '../ui/local'
import { Mark } from '../ui/mark'
import { ColourChoice } from './colourChoice'
import { palette, randomColour } from './palette'
import './entry.css'

/** Where a browser without a session comes in. */
export function EntryPage() {
  const { session } = useChat()
  const remembered = palette.find(({ colour }) => colour === recall('colour'))?.colour
  const [name, setName] = createSignal(recall('name') ?? '')
  const [colour, setColour] = createSignal(remembered ?? randomColour())
  const [refusal, setRefusal] = createSignal<Refusal>()
  const [entering, setEntering] = createSignal(false)
  let nameBox!: HTMLInputElement

  const refuse = (reason: Refusal) => {
    setRefusal(reason)
    nameBox.focus()
  }
  const enter = async (event: SubmitEvent) => {
    event.preventDefault()
    if (entering()) return
    const wanted = name().trim()
    setRefusal(undefined)
    if (wanted === '') return refuse({ code: 'invalidName', retryAfterMs: null })
    setEntering(true)
    const reason = await session.enterAsGuest(wanted, colour())
    setEntering(false)
    if (reason !== undefined) return refuse(reason)
    remember('name', wanted)
    remember('colour', colour())
  }

  onMount(() => nameBox.focus())

  return (
    <main class="entry">
      <form class="entry-card" onSubmit={(event) => void enter(event)} novalidate>
        <header>
          <Mark size={44} />
          <h1>ChatMux</h1>
        </header>
        <p class="entry-lead">A place to talk, on a server of your own. Pick a name and walk in.</p>
        <Show when={session.endedNotice()}>
          <p class="entry-notice" role="status">
            Your session ended. Enter again to go on.
          </p>
        </Show>
        <div class="field">
          <label for="entry-name">Name</label>
          <input
            id="entry-name"
            ref={nameBox}
            autocomplete="nickname"
            autocapitalize="words"
            spellcheck={false}
            enterkeyhint="go"
            maxLength={session.limits().nameLength}
            aria-invalid={refusal()?.code === 'invalidName'}
            aria-describedby={refusal() ? 'entry-refusal' : undefined}
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <ColourChoice chosen={colour()} onChoose={setColour} />
        <Show when={refusal()}>
          {(reason) => (
            <p id="entry-refusal" class="alert" role="alert">
              {refusalSentence(reason())}
            </p>
          )}
        </Show>
        <button type="submit" class="button primary" aria-disabled={entering()}>
          {entering() ? 'Entering…' : 'Enter as guest'}
        </button>
        <footer>
          <p class="entry-preview" aria-hidden="true">
            <Avatar name={name()} colour={colour()} />
            <bdi class="person-name ellipsis" style={{ '--user': colour() }}>
              {name().trim() || 'Your name'}
            </bdi>
            <span class="tag">Guest</span>
          </p>
          <p>This is how others see you. Guests carry a badge, so that nobody can pass for somebody else.</p>
        </footer>
      </form>
    </main>
  )
}
