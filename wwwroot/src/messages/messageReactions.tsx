import { For, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { ChatMessage } from '../contract'
import './messageReactions.css'

/** Who reacts with what: choosing one joins in, or takes the own one back. */
export function MessageReactions(props: {
  message: ChatMessage
  mayReact: boolean
  onReact: (emoji: string, on: boolean) => void
}) {
  const { friends, lobby, session } = useChat()
  const me = () => session.me()?.id ?? ''
  const nameOf = (user: string) =>
    user === me() ? 'you' : (lobby.person(user)?.profile ?? friends.find(user)?.profile)?.name

  const reactions = () =>
    props.message.reactions
      .map(({ emoji, users }) => ({ emoji, users: users.filter((user) => !friends.blocked(user)) }))
      .filter(({ users }) => users.length > 0)

  return (
    <Show when={reactions().length > 0}>
      <div class="reactions" role="group" aria-label="Reactions">
        {/* By the emoji: a chip stays the same element, and keeps the focus, while its count changes. */}
        <For each={reactions().map(({ emoji }) => emoji)}>
          {(emoji) => {
            const users = () => reactions().find((reaction) => reaction.emoji === emoji)?.users ?? []
            const mine = () => users().includes(me())
            const names = () => namesOf(users().map(nameOf))
            return (
              <button
                type="button"
                class="reaction"
                aria-pressed={mine()}
                aria-label={`${emoji} ${users().length}: ${names()}`}
                title={names()}
                aria-disabled={!props.mayReact}
                onClick={() => props.mayReact && props.onReact(emoji, !mine())}
              >
                <span>{emoji}</span>
                <span>{users().length}</span>
              </button>
            )
          }}
        </For>
      </div>
    </Show>
  )
}

const NamedAtMost = 10

/** Of those who are not here, only the number is known. */
function namesOf(names: readonly (string | undefined)[]): string {
  const known = names.filter((name) => name !== undefined).slice(0, NamedAtMost)
  const others = names.length - known.length
  if (others === 0) return known.join(', ')
  const rest = others === 1 ? '1 other' : `${others} others`
  return known.length === 0 ? rest : `${known.join(', ')} and ${rest}`
}
