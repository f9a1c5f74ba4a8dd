import { createSignal, For, Show } from 'solid-js'
import KeyRound from 'lucide-solid/icons/key-round'
import LogIn from 'lucide-solid/icons/log-in'
import UserPlus from 'lucide-solid/icons/user-plus'
import { useChat } from '../chatContext'
import type { Trouble } from '../refusals'
import { noteLeaving } from './leaving'

interface Props {
  /** The name and colour to sign up with; without a name nobody can. */
  name: () => string
  colour: () => string
  onTrouble: (trouble: Trouble | undefined) => void
  onDone?: () => void
}

/** Every way to an account that this server offers. */
export function SignInWays(props: Props) {
  const { session } = useChat()
  const [busy, setBusy] = createSignal(false)

  const act = async (doing: () => Promise<Trouble | undefined>) => {
    if (busy()) return
    setBusy(true)
    props.onTrouble(undefined)
    const trouble = await doing()
    setBusy(false)
    props.onTrouble(trouble)
    if (!trouble) props.onDone?.()
  }
  const create = () => {
    const name = props.name().trim()
    if (name === '') return props.onTrouble({ code: 'invalidName', retryAfterMs: null })
    void act(() => session.createAccount(name, props.colour()))
  }

  return (
    <div class="sign-in-ways" aria-busy={busy()}>
      <Show when={session.ways().passkey}>
        <Show when={session.ways().signUp}>
          <button type="button" class="button" aria-disabled={busy()} onClick={create}>
            <UserPlus size={18} aria-hidden="true" /> Create an account with a passkey
          </button>
        </Show>
        <button type="button" class="button" aria-disabled={busy()} onClick={() => void act(session.signInWithPasskey)}>
          <KeyRound size={18} aria-hidden="true" /> Sign in with a passkey
        </button>
      </Show>
      <Show when={session.ways().gitHub}>
        <GitHubButton purpose="enter">Sign in with GitHub</GitHubButton>
      </Show>
      <For each={session.ways().demo}>
        {(name) => (
          <button
            type="button"
            class="button"
            aria-disabled={busy()}
            onClick={() => void act(() => session.enterAsDemo(name))}
          >
            Demo: {name}
          </button>
        )}
      </For>
    </div>
  )
}

/** Leaves the page for GitHub, which leads back. `before`: whether it may, asked when it is pressed. */
export function GitHubButton(props: { purpose: 'enter' | 'add'; children: string; before?: (go: () => void) => void }) {
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    const form = event.currentTarget
    if (!props.before) return noteLeaving()
    event.preventDefault()
    props.before(() => {
      noteLeaving()
      form.submit()
    })
  }

  return (
    <form method="post" action="/api/session/github" onSubmit={submit}>
      <input type="hidden" name="purpose" value={props.purpose} />
      <button type="submit" class="button">
        <LogIn size={18} aria-hidden="true" /> {props.children}
      </button>
    </form>
  )
}
