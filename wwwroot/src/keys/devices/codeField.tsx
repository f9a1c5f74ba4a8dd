import { createUniqueId, Show } from 'solid-js'

/** Where a code is typed, and what is wrong with it. */
export function CodeField(props: {
  label: string
  ref: (input: HTMLInputElement) => void
  /** What it shows before anything is typed. */
  sample?: string
  wrong: string | undefined
  digits?: boolean
}) {
  const id = createUniqueId()
  return (
    <div class="field code-field" classList={{ digits: props.digits }}>
      <label for={id}>{props.label}</label>
      <input
        id={id}
        ref={(input) => props.ref(input)}
        inputmode={props.digits ? 'numeric' : 'text'}
        autocomplete={props.digits ? 'one-time-code' : 'off'}
        autocapitalize="characters"
        autocorrect="off"
        spellcheck={false}
        placeholder={props.sample}
        aria-invalid={props.wrong !== undefined}
        aria-describedby={props.wrong === undefined ? undefined : `${id}-wrong`}
      />
      <Show when={props.wrong}>
        {(wrong) => (
          <p class="alert" role="alert" id={`${id}-wrong`}>
            {wrong()}
          </p>
        )}
      </Show>
    </div>
  )
}
