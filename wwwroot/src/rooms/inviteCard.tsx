import { createUniqueId, Show } from 'solid-js'
import { useChat } from '../chatContext'
import { CopyField } from '../ui/copyField'
import { reachesThisComputerOnly } from './inviteAddress'

/** For somebody who is alone here: the address to give to others. */
export function InviteCard(props: { title: string }) {
  const titleId = createUniqueId()
  const { session } = useChat()

  return (
    <section class="invite" aria-labelledby={titleId}>
      <h2 id={titleId}>{props.title}</h2>
      <p>Send this address to the people you want to talk with. They pick a name and are in.</p>
      <CopyField label="Invitation address" text={session.inviteUrl()} />
      <Show when={reachesThisComputerOnly(session.inviteUrl())}>
        <p class="invite-hint">
          This address works on this computer only. For people on other machines the server needs a secure address: the
          README says how to give it one.
        </p>
      </Show>
    </section>
  )
}
