import { createResource, createSignal, Match, Show, Switch } from 'solid-js'
import { useChat } from '../chatContext'
import type { Profile, Refusal } from '../contract'
import { PersonDetails } from '../lobby/profileCard'
import { refusalSentence } from '../refusals'
import { Dialog } from '../ui/dialog'
import { forgetLink, isToken, pendingLink } from './addLink'
import './friends.css'

const nowhere: Refusal = { code: 'notFound', retryAfterMs: null }

/** For whoever came by somebody's link: who it leads to, and the way to become friends. */
export function AddPrompt() {
  const [token, setToken] = createSignal(pendingLink())
  const close = () => {
    forgetLink()
    setToken(undefined)
  }
  return (
    <Show when={token() !== undefined}>
      <Dialog title="Add a friend" onClose={close}>
        <Opened token={token() ?? ''} />
      </Dialog>
    </Show>
  )
}

function Opened(props: { token: string }) {
  const { friends, session } = useChat()
  const [answer, { refetch }] = createResource(() =>
    isToken(props.token) ? friends.openLink(props.token) : Promise.resolve({ value: null, refusal: nowhere }),
  )
  const person = (): Profile | undefined => answer()?.value ?? undefined
  const refusal = () => answer()?.refusal ?? undefined

  return (
    <Switch fallback={<p role="status">Looking whom this link leads to…</p>}>
      <Match when={person()} keyed>
        {(found) => (
          <section class="found-person" aria-label={found.name}>
            <Show when={found.id === session.me()?.id}>
              <p>This is your own link. Send it to somebody who is to become your friend.</p>
            </Show>
            <PersonDetails profile={found} />
          </section>
        )}
      </Match>
      <Match when={refusal()?.code === 'notFound'}>
        <p role="alert">This link leads nowhere: it has expired or was revoked. Ask for a new one.</p>
      </Match>
      <Match when={refusal()}>
        {(trouble) => (
          <>
            <p role="alert">{refusalSentence(trouble())}</p>
            <div class="settings-actions">
              <button type="button" class="button" onClick={() => void refetch()}>
                Try again
              </button>
            </div>
          </>
        )}
      </Match>
    </Switch>
  )
}
