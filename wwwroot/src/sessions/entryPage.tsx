import { createSignal, onMount, Show } from 'solid-js'
import { useChat } from '../chatContext'
import { pendingLink } from '../friends/addLink'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { Avatar } from '../ui/avatar'
import { Mark } from '../ui/mark'
import { ColourChoice } from '../users/colourChoice'
import { recallEntry, rememberEntry } from './entryMemory'
import { palette, randomColour } from '../users/palette'
import type { EndedNotice } from './sessionView'
import { SignInWays } from './signInWays'
import './entry.css'

const notices: Record<EndedNotice, string> = {
  sessionEnded: 'Your session ended. Enter again to go on.',
  endedElsewhere: 'You were signed out from another of your devices.',
  expired: 'You were signed out because your session had grown old.',
  accountRemoved: 'This account was removed.',
}

/** Where a browser without a session comes in. */
export function EntryPage() {
  const { session } = useChat()
  const remembered = recallEntry()
  const [name, setName] = createSignal(remembered.name ?? '')
  const [colour, setColour] = createSignal(
    palette.find((known) => known.colour === remembered.colour)?.colour ?? randomColour(),
  )
  const [trouble, setTrouble] = createSignal<Trouble | undefined>(troubleOf(session.outcome()))
  const [entering, setEntering] = createSignal(false)
  let nameBox!: HTMLInputElement

  const refuse = (reason: Trouble | undefined) => {
    setTrouble(reason)
    if (reason) session.dismissOutcome()
    if (reason?.code === 'invalidName') nameBox.focus()
  }
  const enter = async (event: SubmitEvent) => {
    event.preventDefault()
    if (entering()) return
    const wanted = name().trim()
    refuse(undefined)
    if (wanted === '') return refuse({ code: 'invalidName', retryAfterMs: null })
    setEntering(true)
    const reason = await session.enterAsGuest(wanted, colour())
    setEntering(false)
    if (reason !== undefined) {
      refuse(reason)
      return nameBox.focus()
    }
    rememberEntry(wanted, colour())
  }

  onMount(() => nameBox.focus())

  return (
    <main class="entry">
      <div class="entry-card">
        <header>
          <Mark size={44} />
          <h1>ChatMux</h1>
        </header>
        <p class="entry-lead">A place to talk, on a server of your own. Pick a name and walk in.</p>
        <Show when={session.endedNotice()}>
          {(reason) => (
            <p class="entry-notice" role="status">
              {notices[reason()]}
            </p>
          )}
        </Show>
        <Show when={pendingLink()}>
          <p class="entry-notice" role="status">
            Somebody sent you a link to become friends. Come in with an account to answer it; as a guest you can look
            around first.
          </p>
        </Show>
        <form class="entry-form" onSubmit={(event) => void enter(event)} novalidate>
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
              aria-invalid={trouble()?.code === 'invalidName'}
              aria-describedby={trouble() ? 'entry-refusal' : undefined}
              value={name()}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </div>
          <ColourChoice chosen={colour()} onChoose={setColour} />
          <p class="entry-preview" aria-hidden="true">
            <Avatar of={{ name: name(), colour: colour() }} />
            <bdi class="person-name ellipsis" style={{ '--user': colour() }}>
              {name().trim() || 'Your name'}
            </bdi>
            <span class="tag">Guest</span>
          </p>
          <Alert trouble={trouble()} id="entry-refusal" />
          <Show when={session.ways().guest} fallback={<p class="note">Guests are not let in at the moment.</p>}>
            <button type="submit" class="button primary" aria-disabled={entering()}>
              {entering() ? 'Entering…' : 'Enter as guest'}
            </button>
          </Show>
        </form>
        <Show
          when={session.ways().passkey || session.ways().gitHub || session.ways().demo.length > 0}
          fallback={<footer>Guests carry a badge, so that nobody can pass for somebody else.</footer>}
        >
          <section class="entry-account" aria-label="Account">
            <p>
              Guests carry a badge and are gone a day after they left. With an account you keep your name, your rooms
              and your place.
            </p>
            <SignInWays name={name} colour={colour} onTrouble={refuse} />
          </section>
        </Show>
      </div>
    </main>
  )
}

const troubleOf = (outcome: Trouble | 'added' | undefined) => (outcome === 'added' ? undefined : outcome)
