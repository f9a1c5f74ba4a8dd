import { createSignal, type JSX, onMount } from 'solid-js'
import { lettersIn } from '../recoveryCode'
import { CodeField } from './codeField'

const names = ['first', 'second', 'third', 'fourth', 'last']

/** Whether a code was saved shows when two of its groups are typed from what was saved. */
export function TypeBack(props: {
  groups: readonly string[]
  busy: boolean
  onRight: () => void
  onBack: () => void
  children: JSX.Element
}) {
  const asked = twoOf(props.groups.length)
  const inputs: HTMLInputElement[] = []
  const [wrong, setWrong] = createSignal<readonly number[]>([])
  onMount(() => inputs[0]?.focus())
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (props.busy) return
    setWrong([])
    setWrong(asked.filter((group, index) => lettersIn(inputs[index]?.value ?? '') !== props.groups[group]))
    const first = asked.findIndex((group) => wrong().includes(group))
    if (first < 0) props.onRight()
    else inputs[first]?.focus()
  }
  const sentence = (group: number) =>
    wrong().includes(group) ? `This is not the ${names[group]} group. Look at what you saved.` : undefined

  return (
    <form class="new-code" onSubmit={submit}>
      <p>Now type two of its five groups from what you saved.</p>
      {asked.map((group, index) => (
        <CodeField
          label={`The ${names[group]} group`}
          ref={(input) => (inputs[index] = input)}
          wrong={sentence(group)}
        />
      ))}
      {props.children}
      <div class="code-choices">
        <button type="submit" class="button primary" aria-disabled={props.busy}>
          {props.busy ? 'Saving…' : 'Use this code'}
        </button>
        <button type="button" class="button" onClick={() => props.onBack()}>
          Show it again
        </button>
      </div>
    </form>
  )
}

/** Two different ones, in their order. No secret: whoever sees the code sees all of it. */
function twoOf(count: number): [number, number] {
  const one = Math.floor(Math.random() * count)
  const other = (one + 1 + Math.floor(Math.random() * (count - 1))) % count
  return one < other ? [one, other] : [other, one]
}
