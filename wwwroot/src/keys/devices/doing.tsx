import { createSignal, Show } from 'solid-js'
import type { Trouble } from '../../refusals'
import { ConfirmIdentity, createPutOff } from '../../sessions/confirmIdentity'
import { Alert } from '../../ui/alert'

export type Doing = ReturnType<typeof createDoing>

/** What the server has to take, one at a time: whether it is under way, and why it did not work. */
export function createDoing() {
  const { act, ...putOff } = createPutOff()
  const [busy, setBusy] = createSignal(false)
  return {
    ...putOff,
    busy,
    /** Resolves to whether it was done. */
    async act(doing: () => Promise<Trouble | undefined>): Promise<boolean> {
      if (busy()) return false
      setBusy(true)
      // What is said a second time is read aloud only when it was gone in between.
      putOff.setTrouble(undefined)
      try {
        return await act(doing)
      } finally {
        setBusy(false)
      }
    },
  }
}

/** Why it did not work, and the way to show who one is where that helps. */
export function DoingTrouble(props: { of: Doing }) {
  return (
    <>
      <Alert trouble={props.of.trouble()} />
      <Show when={props.of.putOff()}>
        {(doing) => <ConfirmIdentity onTrouble={props.of.setTrouble} onConfirmed={() => void props.of.act(doing())} />}
      </Show>
    </>
  )
}
