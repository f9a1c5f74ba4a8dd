import { createSignal } from 'solid-js'
import { useChat } from '../chatContext'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { Dialog } from '../ui/dialog'
import { SignInWays } from './signInWays'

/** For a guest who wants to stay: they become an account without leaving the room. */
export function SignInDialog(props: { onClose: () => void }) {
  const { session } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()

  return (
    <Dialog title="Keep your place here" onClose={props.onClose}>
      <p>
        With an account you have a handle that is yours alone, and your rooms follow you to every browser. A new one
        takes along what you have here now; an account that you had before stays as it is.
      </p>
      <Alert trouble={trouble()} />
      <SignInWays
        name={() => session.me()?.name ?? ''}
        colour={() => session.me()?.colour ?? ''}
        onTrouble={setTrouble}
        onDone={props.onClose}
      />
    </Dialog>
  )
}
