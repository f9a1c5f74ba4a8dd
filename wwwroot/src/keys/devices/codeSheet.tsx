import { For } from 'solid-js'
import { useChat } from '../../chatContext'

/** A recovery code in its groups, as it is written down; all that is printed, with what tells one later what it is for. */
export function CodeSheet(props: { groups: readonly string[] }) {
  const { session } = useChat()
  return (
    <div class="code-sheet">
      <ol class="code-groups" role="list" aria-label="Recovery code">
        <For each={props.groups}>{(group) => <li>{group}</li>}</For>
      </ol>
      <p class="print-only">
        The recovery code of {session.me()?.name} for ChatMux at {session.inviteUrl()}. Sign in there and choose
        “Recovery code” to read your messages again. Show it to nobody.
      </p>
    </div>
  )
}
