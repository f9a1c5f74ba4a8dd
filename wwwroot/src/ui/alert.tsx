import { Show } from 'solid-js'
import { refusalSentence, type Trouble } from '../refusals'

/** Says why something did not work, once there is a reason. */
export function Alert(props: { trouble: Trouble | undefined; id?: string }) {
  return (
    <Show when={props.trouble}>
      {(reason) => (
        <p id={props.id} class="alert" role="alert">
          {refusalSentence(reason())}
        </p>
      )}
    </Show>
  )
}
