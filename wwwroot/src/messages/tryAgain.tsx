import { createSignal } from 'solid-js'
import { useChat } from '../chatContext'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'

/** Tries again what did not work out with the keys of this person, or with the own ones, and says why it did not. */
export function TryAgain(props: { user?: string }) {
  const { directs } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [trying, setTrying] = createSignal(false)
  const retry = async () => {
    if (trying()) return
    setTrying(true)
    setTrouble(undefined)
    setTrouble(await directs.retry(props.user))
    setTrying(false)
  }

  return (
    <>
      <button type="button" class="button small" aria-disabled={trying()} onClick={() => void retry()}>
        Try again
      </button>
      <Alert trouble={trouble()} />
    </>
  )
}
