import { createSignal, Show } from 'solid-js'
import { useChat } from '../chatContext'
import { limits, type Profile } from '../contract'
import { PersonDetails } from '../lobby/profileCard'
import type { Trouble } from '../refusals'
import { SignInDialog } from '../sessions/signInDialog'
import { Alert } from '../ui/alert'
import { Dialog } from '../ui/dialog'
import { FriendLinksPanel } from './friendLinksPanel'
import './friends.css'

/** The ways to somebody who is not in the list: by their handle, or by a link that leads to oneself. */
export function AddFriendDialog(props: { onClose: () => void }) {
  const { session } = useChat()
  const [signingIn, setSigningIn] = createSignal(false)

  return (
    <>
      <Show when={!signingIn()} fallback={<SignInDialog onClose={props.onClose} />}>
        <Dialog title="Add a friend" onClose={props.onClose}>
          <Show
            when={session.me()?.guest}
            fallback={
              <>
                <FindByHandle />
                <FriendLinksPanel />
              </>
            }
          >
            <p>
              Friends find each other again and see when the other is here, or last was. Guests are gone a day after
              they left, so for friends you need an account.
            </p>
            <div class="settings-actions">
              <button type="button" class="button primary" onClick={() => setSigningIn(true)}>
                Create an account or sign in
              </button>
            </div>
          </Show>
        </Dialog>
      </Show>
    </>
  )
}

function FindByHandle() {
  const { friends, session } = useChat()
  const [handle, setHandle] = createSignal('')
  const [found, setFound] = createSignal<Profile>()
  const [none, setNone] = createSignal<string>()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [finding, setFinding] = createSignal(false)

  const find = async (event: SubmitEvent) => {
    event.preventDefault()
    const wanted = handle().trim()
    if (finding() || wanted === '') return
    setFinding(true)
    const { value, refusal } = await friends.findPerson(wanted)
    setFinding(false)
    setFound(value ?? undefined)
    const absent = refusal?.code === 'notFound'
    setNone(absent ? wanted.replace(/^@/, '') : undefined)
    setTrouble(absent ? undefined : (refusal ?? undefined))
  }

  return (
    <form onSubmit={(event) => void find(event)} class="settings-form">
      <div class="field-row">
        <div class="field">
          <label for="friend-handle">Handle</label>
          <input
            id="friend-handle"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            enterkeyhint="search"
            placeholder="@name"
            maxLength={limits.handleMax + 1}
            value={handle()}
            onInput={(event) => setHandle(event.currentTarget.value)}
          />
        </div>
        <button type="submit" class="button" aria-disabled={finding()}>
          {finding() ? 'Finding…' : 'Find'}
        </button>
      </div>
      <p class="field-note">
        The exact handle of the other person. Yours is <b>@{session.me()?.handle}</b>.
      </p>
      <Alert trouble={trouble()} />
      <p role="status" class="field-note" classList={{ spoken: !none() }}>
        {none() ? `Nobody here has the handle @${none()}.` : found() ? `Found ${found()?.name}.` : ''}
      </p>
      <Show when={found()} keyed>
        {(person) => (
          <section class="found-person" aria-label={person.name}>
            <PersonDetails profile={person} />
          </section>
        )}
      </Show>
    </form>
  )
}
