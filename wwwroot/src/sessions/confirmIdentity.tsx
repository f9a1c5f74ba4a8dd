import { createResource, createSignal, Show } from 'solid-js'
import KeyRound from 'lucide-solid/icons/key-round'
import { useChat } from '../chatContext'
import type { Trouble } from '../refusals'
import { GitHubButton } from './signInWays'

/** What needs a fresh sign-in is put off until there is one, and then done. */
export function createPutOff() {
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [putOff, setPutOff] = createSignal<() => Promise<Trouble | undefined>>()
  /** Resolves to whether it was done. */
  async function act(doing: () => Promise<Trouble | undefined>): Promise<boolean> {
    const reason = await doing()
    setTrouble(reason)
    setPutOff(() => (reason?.code === 'freshSignInNeeded' ? doing : undefined))
    return !reason
  }
  return { trouble, setTrouble, putOff, act }
}

/** The buttons with which somebody who is signed in shows once more who they are. */
export function ConfirmIdentity(props: { onTrouble: (trouble: Trouble | undefined) => void; onConfirmed: () => void }) {
  const { account, session } = useChat()
  const [ways] = createResource(async () => (await account.waysIn()).value?.ways ?? [])
  const has = (kind: 'passkey' | 'gitHub') => ways()?.some((way) => way.kind === kind) ?? false
  // A demo identity may call itself otherwise by now.
  const demo = () =>
    session.ways().demo.find((name) => ways()?.some(({ reference }) => reference === `demo:${name.toLowerCase()}`))
  const act = async (doing: () => Promise<Trouble | undefined>) => {
    const reason = await doing()
    props.onTrouble(reason)
    if (!reason) props.onConfirmed()
  }

  return (
    <div class="settings-actions">
      <Show when={has('passkey') && session.ways().passkey}>
        <button type="button" class="button primary" onClick={() => void act(session.signInWithPasskey)}>
          <KeyRound size={18} aria-hidden="true" /> Confirm with a passkey
        </button>
      </Show>
      <Show when={has('gitHub') && session.ways().gitHub}>
        <GitHubButton purpose="enter">Confirm with GitHub</GitHubButton>
      </Show>
      <Show when={demo()}>
        {(name) => (
          <button type="button" class="button" onClick={() => void act(() => session.enterAsDemo(name()))}>
            Confirm as demo identity
          </button>
        )}
      </Show>
    </div>
  )
}
