import { Key } from '@solid-primitives/keyed'
import { createEffect, createSignal, For, on, Show } from 'solid-js'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import { useChat } from '../chatContext'
import { limits, type ModerationKind, type RoomMember, type RoomRole } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { Avatar } from '../ui/avatar'
import { Confirm } from '../ui/confirm'
import { MenuButton, MenuItem } from '../ui/menu'
import { createClock } from '../ui/ticking'
import { offers } from './offers'
import { untilText } from './until'

const lookEveryMs = 10_000

interface Props {
  room: string
  role: RoomRole
}

/** The members with what they are, and what one may do to each. */
export function MembersPanel(props: Props) {
  const { rooms, session } = useChat()
  const [members, setMembers] = createSignal<RoomMember[]>()
  const [next, setNext] = createSignal<number | null>(null)
  const [total, setTotal] = createSignal(0)
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [banning, setBanning] = createSignal<RoomMember>()
  const [handing, setHanding] = createSignal<RoomMember>()
  let asked = 0

  /** From the first one, or on from those that are there. */
  async function load(from: number) {
    const mine = ++asked
    const { value, refusal } = await rooms.members(props.room, from)
    if (mine !== asked) return
    setTrouble(refusal ?? undefined)
    if (!value) return
    setMembers([...(from === 0 ? [] : (members() ?? [])), ...value.members])
    setNext(value.next)
    setTotal(value.total)
  }
  createEffect(on(rooms.acted, () => void load(0)))
  // Nobody tells who joins: whoever looks at the list asks again from time to time, unless they have leafed on.
  const look = createClock(lookEveryMs)
  createEffect(on(look, () => (members()?.length ?? 0) <= limits.pageLength && void load(0), { defer: true }))

  const act = async (doing: Promise<Trouble | undefined>) => {
    const reason = await doing
    if (reason) setTrouble(reason)
    else await load(0)
  }
  const moderate = (kind: ModerationKind, member: RoomMember, forMs: number | null = null) =>
    act(rooms.moderate(props.room, kind, member.profile.id, forMs))

  return (
    <>
      <Alert trouble={trouble()} />
      <ul role="list" class="entries members" aria-label="Members">
        {/* By user: who was there before keeps their element, with the focus and an open menu. */}
        <Key
          each={members() ?? null}
          by={(member) => member.profile.id}
          fallback={<li>{trouble() ? 'The members are not known.' : 'Loading…'}</li>}
        >
          {(member) => (
            <Member
              member={member()}
              mine={props.role}
              me={member().profile.id === session.me()?.id}
              onModerate={(kind, forMs) => void moderate(kind, member(), forMs)}
              onBan={() => setBanning(member())}
              onHandOver={() => setHanding(member())}
            />
          )}
        </Key>
      </ul>
      <Show when={next()}>
        {(from) => (
          <button type="button" class="button" onClick={() => void load(from())}>
            Show more of {total()}
          </button>
        )}
      </Show>
      <Show when={banning()}>
        {(member) => (
          <Confirm
            title={`Ban ${member().profile.name}?`}
            text="They leave the room now and cannot join it again until the ban is lifted."
            action="Ban"
            onClose={() => setBanning(undefined)}
            onConfirm={() => {
              const banned = member()
              setBanning(undefined)
              void moderate('ban', banned)
            }}
          />
        )}
      </Show>
      <Show when={handing()}>
        {(member) => (
          <Confirm
            title={`Hand the room over to ${member().profile.name}?`}
            text="It is theirs then, and only they could give it back."
            action="Hand over"
            onClose={() => setHanding(undefined)}
            onConfirm={() => {
              const heir = member()
              setHanding(undefined)
              void act(rooms.handOver(props.room, heir.profile.id))
            }}
          />
        )}
      </Show>
    </>
  )
}

const roleNames = { owner: 'Owner', moderator: 'Moderator' }

function Member(props: {
  member: RoomMember
  mine: RoomRole
  me: boolean
  onModerate: (kind: ModerationKind, forMs: number | null) => void
  onBan: () => void
  onHandOver: () => void
}) {
  const { friends, lobby } = useChat()
  const now = createClock(30_000)
  const profile = () => lobby.person(props.member.profile.id)?.profile ?? props.member.profile
  const mute = () => props.member.mute
  const offered = () => (props.me ? [] : offers(props.mine, props.member.role, mute() !== null))

  return (
    <li>
      <Avatar of={profile()} />
      <span class="entry-text">
        <bdi class="ellipsis">{profile().name}</bdi>
        <span>
          {friends.blocked(profile().id) ? 'Blocked' : lobby.person(profile().id) ? 'Here now' : 'Away'}
          <Show when={mute()}>
            {(held) => (
              <>
                {' · muted'}
                <Show when={held().untilMs}>{(until) => <> until {untilText(until(), now())}</>}</Show>
              </>
            )}
          </Show>
        </span>
      </span>
      <Show when={props.member.role !== 'member'}>
        <span class="tag">{roleNames[props.member.role as keyof typeof roleNames]}</span>
      </Show>
      <Show when={offered().length > 0}>
        <MenuButton
          label={`Actions for ${profile().name}`}
          class="icon-button small"
          face={<Ellipsis size={17} aria-hidden="true" />}
        >
          <For each={offered()}>
            {(offer) => (
              <MenuItem
                onChoose={() => {
                  if (offer.kind === 'handOver') props.onHandOver()
                  else if (offer.kind === 'ban') props.onBan()
                  else props.onModerate(offer.kind, offer.forMs ?? null)
                }}
              >
                {offer.name}
              </MenuItem>
            )}
          </For>
        </MenuButton>
      </Show>
    </li>
  )
}
