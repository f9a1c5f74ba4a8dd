import { createEffect, createSignal, For, on, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { ChatMessage } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { createClock } from '../ui/ticking'
import { fullTime } from '../ui/times'
import { ActText } from './actText'

/** What the owner and the moderators did, the newest first. */
export function ActsPanel(props: { room: string }) {
  const { rooms } = useChat()
  const [acts, setActs] = createSignal<ChatMessage[]>()
  const [hasOlder, setHasOlder] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble>()
  const now = createClock(30_000)
  let asked = 0

  async function load(before: number | null) {
    const mine = ++asked
    const { value, refusal } = await rooms.acts(props.room, before)
    if (mine !== asked) return
    setTrouble(refusal ?? undefined)
    if (!value) return
    setActs([...(before === null ? [] : (acts() ?? [])), ...value.acts])
    setHasOlder(value.hasOlder)
  }
  createEffect(on(rooms.acted, () => void load(null)))

  return (
    <>
      <Alert trouble={trouble()} />
      <ul role="list" class="acts" aria-label="Log of acts">
        <For each={acts()} fallback={<li>{acts() ? 'Nothing was done yet.' : 'Loading…'}</li>}>
          {(act) => (
            <li>
              <span>
                <ActText act={act} now={now()} />
              </span>
              <time dateTime={new Date(act.sentAtMs).toISOString()}>{fullTime(act.sentAtMs)}</time>
            </li>
          )}
        </For>
      </ul>
      <Show when={hasOlder()}>
        <button type="button" class="button" onClick={() => void load(acts()?.at(-1)?.sequence ?? null)}>
          Show older
        </button>
      </Show>
    </>
  )
}
