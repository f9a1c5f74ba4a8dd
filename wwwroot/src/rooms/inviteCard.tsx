import { createSignal, createUniqueId, Show } from 'solid-js'
import Copy from 'lucide-solid/icons/copy'
import Check from 'lucide-solid/icons/check'
import { useChat } from '../chatContext'
import { reachesThisComputerOnly } from './inviteAddress'

const feedbackMs = 2_500

/** For somebody who is alone here: the address to give to others. */
export function InviteCard(props: { title: string }) {
  const titleId = createUniqueId()
  const { session } = useChat()
  const [copied, setCopied] = createSignal(false)
  let address!: HTMLInputElement

  const copy = async () => {
    address.select()
    try {
      await navigator.clipboard.writeText(session.inviteUrl())
    } catch {
      // No clipboard without a secure address: the address is selected, so that it can be copied by hand.
      return
    }
    setCopied(true)
    setTimeout(() => setCopied(false), feedbackMs)
  }

  return (
    <section class="invite" aria-labelledby={titleId}>
      <h2 id={titleId}>{props.title}</h2>
      <p>Send this address to the people you want to talk with. They pick a name and are in.</p>
      <div class="invite-link">
        <input
          ref={address}
          readOnly
          aria-label="Invitation address"
          value={session.inviteUrl()}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button primary" onClick={() => void copy()}>
          <Show when={copied()} fallback={<Copy size={16} aria-hidden="true" />}>
            <Check size={16} aria-hidden="true" />
          </Show>
          {copied() ? 'Copied' : 'Copy link'}
        </button>
      </div>
      <p class="spoken" role="status">
        {copied() ? 'The address is copied.' : ''}
      </p>
      <Show when={reachesThisComputerOnly(session.inviteUrl())}>
        <p class="invite-hint">
          This address works on this computer only. For people on other machines the server needs a secure address: the
          README says how to give it one.
        </p>
      </Show>
    </section>
  )
}
