import { createSignal, Show } from 'solid-js'
import Download from 'lucide-solid/icons/download'
import Trash from 'lucide-solid/icons/trash'
import { useChat } from '../chatContext'
import { ConfirmIdentity, createPutOff } from '../sessions/confirmIdentity'
import { Alert } from '../ui/alert'
import { Confirm } from '../ui/confirm'

/** Taking along what one has here, and leaving for good. */
export function AccountPanel() {
  const { session } = useChat()
  const { trouble, setTrouble, putOff, act } = createPutOff()
  const [asking, setAsking] = createSignal(false)

  return (
    <>
      <section class="settings-form" aria-label="Export">
        <p class="settings-text">A file with your profile, your devices, your rooms and everything that you wrote.</p>
        <div class="settings-actions">
          <button type="button" class="button" onClick={() => void act(session.exportAccount)}>
            <Download size={18} aria-hidden="true" /> Export my data
          </button>
        </div>
      </section>
      <section class="settings-form" aria-label="Delete account">
        <p class="settings-text">
          Your name, your ways in, your devices and your place in every room go for good. What you wrote stays, unless
          you choose otherwise.
        </p>
        <div class="settings-actions">
          <button type="button" class="button danger" onClick={() => setAsking(true)}>
            <Trash size={18} aria-hidden="true" /> Delete my account
          </button>
        </div>
      </section>
      <Alert trouble={trouble()} />
      <Show when={putOff()}>
        {(doing) => <ConfirmIdentity onTrouble={setTrouble} onConfirmed={() => void act(doing())} />}
      </Show>
      <Show when={asking()}>
        <Confirm
          title="Delete your account?"
          text="This cannot be undone."
          option="Also remove everything I wrote"
          action="Delete"
          onClose={() => setAsking(false)}
          onConfirm={(withMessages) => {
            setAsking(false)
            void act(() => session.deleteAccount(withMessages))
          }}
        />
      </Show>
    </>
  )
}
