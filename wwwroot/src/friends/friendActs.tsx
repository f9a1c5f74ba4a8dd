import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { FriendAct, Profile } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { Confirm } from '../ui/confirm'
import { actNames, offers } from './offers'

/** What may be asked before it is done. */
const asked: Partial<Record<FriendAct, { title: string; text: string }>> = {
  unfriend: { title: 'Unfriend', text: 'They leave your list and you leave theirs. Nobody tells them.' },
  block: {
    title: 'Block',
    text: 'You see nothing more of what they write, and they cannot reach you. If you are friends, you are no longer. Nobody tells them.',
  },
}

const readWithinMs = 10_000

interface Props {
  person: Profile
  /** Of all that one may do, only this. */
  only?: readonly FriendAct[]
  small?: boolean
}

/** The buttons by which one becomes friends with somebody, or no longer. */
export function FriendActs(props: Props) {
  const { connection, friends, session } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [doing, setDoing] = createSignal<FriendAct>()
  const [asking, setAsking] = createSignal<FriendAct>()
  // Since a button was pressed that goes when the change is told, perhaps with everything around it.
  let pressed = false
  let buttons!: HTMLDivElement

  const offered = () =>
    offers(session.me(), props.person, friends.find(props.person.id)?.view).filter(
      (act) => props.only?.includes(act) ?? true,
    )
  // It stands where others are: once it can have been read it makes way.
  let passes: ReturnType<typeof setTimeout> | undefined
  const say = (reason: Trouble | undefined) => {
    clearTimeout(passes)
    setTrouble(reason)
    if (reason) passes = setTimeout(() => setTrouble(undefined), readWithinMs)
  }
  onCleanup(() => clearTimeout(passes))
  const act = async (what: FriendAct) => {
    if (doing()) return
    setAsking(undefined)
    setDoing(what)
    pressed = true
    say(await friends.act(props.person.id, what))
    setDoing(undefined)
  }
  // The keyboard stays where it was, or near it.
  const keepFocus = (at: HTMLElement | null) => {
    if (!pressed || document.activeElement !== document.body) return
    pressed = false
    at?.focus()
  }
  createEffect(on(offered, () => keepFocus(buttons.querySelector('button')), { defer: true }))
  onMount(() => {
    const list = buttons.closest<HTMLElement>('.people-lists')
    onCleanup(() => queueMicrotask(() => keepFocus(list)))
  })

  return (
    <>
      <div class="friend-acts" ref={buttons}>
        <For each={offered()}>
          {(offer) => (
            <button
              type="button"
              class="button"
              classList={{ primary: offer === 'request' || offer === 'accept', small: props.small ?? false }}
              aria-disabled={doing() !== undefined}
              onClick={() => (asked[offer] ? setAsking(offer) : void act(offer))}
            >
              {actNames[offer]}
            </button>
          )}
        </For>
      </div>
      <Show when={doing() && connection.state().phase !== 'online'}>
        <p class="alert" role="status">
          Not sent yet: it is, once you are back online.
        </p>
      </Show>
      <Show when={trouble()?.code === 'notFound'} fallback={<Alert trouble={trouble()} />}>
        <p class="alert" role="alert">
          This has changed in the meantime. What you see now is how it stands.
        </p>
      </Show>
      <Show when={asking()}>
        {(what) => (
          <Confirm
            title={`${asked[what()]?.title} ${props.person.name}?`}
            text={asked[what()]?.text ?? ''}
            action={actNames[what()]}
            onClose={() => setAsking(undefined)}
            onConfirm={() => void act(what())}
          />
        )}
      </Show>
    </>
  )
}
