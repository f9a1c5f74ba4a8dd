import { createEffect, createSignal, For, on } from 'solid-js'
import { useChat } from '../chatContext'
import type { RoomBan } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { Avatar } from '../ui/avatar'
import { fullTime } from '../ui/times'

/** Who may not join, and letting them. */
export function BansPanel(props: { room: string }) {
  const { rooms } = useChat()
  const [bans, setBans] = createSignal<RoomBan[]>()
  const [trouble, setTrouble] = createSignal<Trouble>()
  let asked = 0

  async function load() {
    const mine = ++asked
    const { value, refusal } = await rooms.bans(props.room)
    if (mine !== asked) return
    setTrouble(refusal ?? undefined)
    if (value) setBans(value.bans)
  }
  createEffect(on(rooms.acted, () => void load()))

  const unban = async ({ whom }: RoomBan) => {
    const reason = await rooms.moderate(props.room, 'unban', whom.id)
    if (reason) setTrouble(reason)
    else await load()
  }

  return (
    <>
      <Alert trouble={trouble()} />
      <ul role="list" class="entries" aria-label="Bans">
        <For each={bans()} fallback={<li>{bans() ? 'Nobody is banned.' : 'Loading…'}</li>}>
          {(ban) => (
            <li>
              <Avatar of={ban.whom} />
              <span class="entry-text">
                <bdi class="ellipsis">{ban.whom.name}</bdi>
                <span>
                  by <bdi>{ban.by.name}</bdi>, {fullTime(ban.atMs)}
                </span>
              </span>
              <button
                type="button"
                class="button small"
                aria-label={`Lift the ban of ${ban.whom.name}`}
                onClick={() => void unban(ban)}
              >
                Lift ban
              </button>
            </li>
          )}
        </For>
      </ul>
    </>
  )
}
