import { createResource, createSignal, For, Show } from 'solid-js'
import KeyRound from 'lucide-solid/icons/key-round'
import LogIn from 'lucide-solid/icons/log-in'
import Plus from 'lucide-solid/icons/plus'
import { useChat } from '../chatContext'
import type { WayInDescription } from '../contract'
import { refusalSentence, type Trouble } from '../refusals'
import { briefTime } from '../ui/times'
import { ConfirmIdentity } from './confirmIdentity'
import { GitHubButton } from './signInWays'

const kinds = { gitHub: 'GitHub', passkey: 'Passkey', demo: 'Demo' }

/** What opens one's account: passkeys and accounts elsewhere. */
export function WaysInPanel() {
  const { account, session } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()
  // What was refused for want of a fresh sign-in, to be done after it.
  const [postponed, setPostponed] = createSignal<() => Promise<Trouble | undefined>>()
  const [ways, { refetch }] = createResource(async () => {
    const { value, refusal } = await account.waysIn()
    if (refusal) setTrouble(refusal)
    return value?.ways ?? []
  })
  const has = (kind: WayInDescription['kind']) => ways.latest?.some((way) => way.kind === kind) ?? false

  const act = async (doing: () => Promise<Trouble | undefined>) => {
    const reason = await doing()
    setTrouble(reason)
    setPostponed(() => (reason?.code === 'freshSignInNeeded' ? doing : undefined))
    if (!reason) await refetch()
  }

  return (
    <>
      <p class="settings-text">
        Each of these opens your account. Have two, so that a lost device does not lock you out.
      </p>
      <ul role="list" class="entries" aria-label="Ways in">
        <For each={ways.latest}>
          {(way) => (
            <WayIn
              way={way}
              onRename={(name) => void act(() => account.renameWayIn(way.reference, name))}
              onRemove={() => void act(() => account.removeWayIn(way.reference))}
            />
          )}
        </For>
      </ul>
      <Show when={trouble()}>
        {(reason) => (
          <p class="alert" role="alert">
            {refusalSentence(reason())}
          </p>
        )}
      </Show>
      <Show when={postponed()}>
        {(doing) => <ConfirmIdentity onTrouble={setTrouble} onConfirmed={() => void act(doing())} />}
      </Show>
      <div class="settings-actions">
        <Show when={session.ways().gitHub && !has('gitHub')}>
          <GitHubButton purpose="add">Add GitHub</GitHubButton>
        </Show>
        <Show when={session.ways().passkey}>
          <button type="button" class="button" onClick={() => void act(session.addPasskey)}>
            <Plus size={18} aria-hidden="true" /> Add a passkey
          </button>
        </Show>
      </div>
    </>
  )
}

function WayIn(props: { way: WayInDescription; onRename: (name: string) => void; onRemove: () => void }) {
  const [renaming, setRenaming] = createSignal(false)
  let box!: HTMLInputElement
  const now = Date.now()
  const rename = (event: SubmitEvent) => {
    event.preventDefault()
    setRenaming(false)
    if (box.value.trim() !== props.way.name) props.onRename(box.value)
  }
  const begin = () => {
    setRenaming(true)
    box.focus()
    box.select()
  }

  return (
    <li>
      <Show when={props.way.kind === 'passkey'} fallback={<LogIn size={20} aria-hidden="true" />}>
        <KeyRound size={20} aria-hidden="true" />
      </Show>
      <Show
        when={renaming()}
        fallback={
          <span class="entry-text">
            <bdi class="ellipsis">{props.way.name}</bdi>
            <span>
              {kinds[props.way.kind]}, added {briefTime(props.way.addedMs, now)}, used{' '}
              {briefTime(props.way.usedMs, now)}
            </span>
          </span>
        }
      >
        <form class="entry-text field" onSubmit={rename}>
          <input ref={box} aria-label="New name" value={props.way.name} />
        </form>
      </Show>
      <button type="button" class="button small" aria-label={`Rename ${props.way.name}`} onClick={begin}>
        Rename
      </button>
      <button
        type="button"
        class="button small"
        aria-label={`Remove ${props.way.name}`}
        onClick={() => props.onRemove()}
      >
        Remove
      </button>
    </li>
  )
}
