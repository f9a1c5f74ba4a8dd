import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import { useChat } from '../chatContext'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'

/** Says who invites one into which room, one invitation at a time, and takes the answer. */
export function InvitationNotice(props: { onJoined: (room: string) => void }) {
  const { invitations, rooms } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [joining, setJoining] = createSignal(false)
  const first = createMemo(() => invitations.waiting()[0])
  const count = () => invitations.waiting().length
  let notice!: HTMLDivElement
  createEffect(on(first, () => setTrouble(undefined)))

  const dismiss = () => {
    const invitation = first()
    if (!invitation) return
    invitations.dismiss(invitation)
    // The buttons go with the last one: the keyboard stays where they were.
    if (document.activeElement === document.body) notice.focus()
  }
  const join = async () => {
    const invitation = first()
    if (!invitation || joining()) return
    setJoining(true)
    const refused = await rooms.join(invitation.room)
    setJoining(false)
    if (refused) {
      if (first() === invitation) setTrouble(refused)
      return
    }
    invitations.dismiss(invitation)
    props.onJoined(invitation.room)
  }

  return (
    <div class="invitation-notice" ref={notice} tabIndex={-1}>
      <div class="invitation-text" role="status" aria-label="Invitation">
        <Show when={first()}>
          {(invitation) => (
            <>
              <bdi>{invitation().by.name}</bdi> invites you to{' '}
              <bdi>{rooms.nameOf({ id: invitation().room, name: invitation().name })}</bdi>
              <Show when={count() > 1}>
                {' '}
                <span class="invitation-count">1 of {count()}</span>
              </Show>
            </>
          )}
        </Show>
      </div>
      <Show when={first()}>
        <div class="invitation-answers">
          <button type="button" class="button small primary" aria-disabled={joining()} onClick={() => void join()}>
            {joining() ? 'Joining…' : 'Join'}
          </button>
          <button type="button" class="button small" onClick={dismiss}>
            Not now
          </button>
        </div>
        <Alert trouble={trouble()} />
      </Show>
    </div>
  )
}
