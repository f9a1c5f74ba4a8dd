import { createResource, createSignal, createUniqueId, For, Show } from 'solid-js'
import KeyRound from 'lucide-solid/icons/key-round'
import LogIn from 'lucide-solid/icons/log-in'
import Plus from 'lucide-solid/icons/plus'
import { useChat } from '../chatContext'
import type { WayInDescription } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { briefTime } from '../ui/times'
import { ConfirmIdentity, createPutOff } from './confirmIdentity'
import { GitHubButton } from './signInWays'

const kinds = { gitHub: 'GitHub', passkey: 'Passkey', demo: 'Demo' }

/** What opens one's account: passkeys and accounts elsewhere. */
export function WaysInPanel() {
  const { account, session } = useChat()
  const { trouble, setTrouble, putOff, act: perform } = createPutOff()
  const [ways, { refetch }] = createResource(async () => {
    const { value, refusal } = await account.waysIn()
    if (refusal) setTrouble(refusal)
    return value?.ways ?? []
  })
  const has = (kind: WayInDescription['kind']) => ways.latest?.some((way) => way.kind === kind) ?? false

  const act = async (doing: () => Promise<Trouble | undefined>) => {
    if (await perform(doing)) await refetch()
  }
  // Asked before one leaves: to hear at the way back that one should have confirmed first is of no use.
  const leaveIfFresh = async (go: () => void): Promise<Trouble | undefined> => {
    const { value, refusal } = await account.waysIn()
    if (value && !value.fresh) return { code: 'freshSignInNeeded', retryAfterMs: null }
    if (value) go()
    return refusal ?? undefined
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
      <Alert trouble={trouble()} />
      <Show when={putOff()}>
        {(doing) => <ConfirmIdentity onTrouble={setTrouble} onConfirmed={() => void act(doing())} />}
      </Show>
      <div class="settings-actions">
        <Show when={session.ways().gitHub && !has('gitHub')}>
          <GitHubButton purpose="add" before={(go) => void act(() => leaveIfFresh(go))}>
            Add GitHub
          </GitHubButton>
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
  const formId = createUniqueId()
  let box!: HTMLInputElement
  let renameButton: HTMLButtonElement | undefined
  const now = Date.now()
  const rename = (event: SubmitEvent) => {
    event.preventDefault()
    end()
    if (box.value.trim() !== props.way.name) props.onRename(box.value)
  }
  const end = () => {
    setRenaming(false)
    renameButton?.focus()
  }
  const cancel = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    // Not the whole dialog.
    event.preventDefault()
    event.stopPropagation()
    end()
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
        <form class="entry-text field" id={formId} onSubmit={rename} onKeyDown={cancel}>
          <input ref={box} aria-label="New name" value={props.way.name} />
        </form>
      </Show>
      <Show
        when={renaming()}
        fallback={
          <button
            type="button"
            ref={renameButton}
            class="button small"
            aria-label={`Rename ${props.way.name}`}
            onClick={begin}
          >
            Rename
          </button>
        }
      >
        <button type="submit" form={formId} class="button small primary">
          Save
        </button>
      </Show>
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
