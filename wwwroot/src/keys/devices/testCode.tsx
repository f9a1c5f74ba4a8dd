import { onMount, Show } from 'solid-js'
import { useChat } from '../../chatContext'
import { CodeField } from './codeField'
import { createCodeTrying } from './codeTrying'
import { codeSentence } from './codeWords'
import { DoingTrouble } from './doing'

/** Whoever has a code can see whether it is the right one before it is needed. */
export function TestCode() {
  const { devices } = useChat()
  const trying = createCodeTrying(devices.testCode)
  let form!: HTMLFormElement
  // The button that led here is gone.
  onMount(() => form.querySelector('input')?.focus())
  return (
    <form class="settings-form" ref={form} onSubmit={(event) => void trying.submit(event)}>
      <CodeField
        label="Your recovery code"
        ref={trying.setInput}
        sample="XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX"
        wrong={trying.wrong()}
      />
      <div role="status">
        <Show when={trying.works()}>
          <p class="code-state good">{codeSentence('works', '')}</p>
        </Show>
      </div>
      <DoingTrouble of={trying.doing} />
      <div class="settings-actions">
        <button type="submit" class="button" aria-disabled={trying.doing.busy()}>
          {trying.doing.busy() ? 'Looking…' : 'Test it'}
        </button>
      </div>
    </form>
  )
}
