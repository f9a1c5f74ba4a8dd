import { createUniqueId, Show } from 'solid-js'
import ScrollText from 'lucide-solid/icons/scroll-text'
import { useChat } from '../../chatContext'
import { CodeField } from './codeField'
import { createCodeTrying } from './codeTrying'
import { DoingTrouble } from './doing'

/** With the recovery code a browser becomes a device without any other one. */
export function Recovering() {
  const { devices } = useChat()
  const trying = createCodeTrying(devices.recover)
  const titleId = createUniqueId()
  return (
    <div class="way" role="group" aria-labelledby={titleId}>
      <ScrollText size={22} aria-hidden="true" />
      <h3 id={titleId}>Recovery code</h3>
      <Show
        when={devices.hasCode() !== false}
        fallback={<p>There is none for your account: nobody has made one on your other devices.</p>}
      >
        <p>The 26 letters and digits that you wrote down or printed.</p>
        <form onSubmit={(event) => void trying.submit(event)}>
          <CodeField
            label="Your recovery code"
            ref={trying.setInput}
            sample="XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX"
            wrong={trying.wrong()}
          />
          <DoingTrouble of={trying.doing} />
          <button type="submit" class="button" aria-disabled={trying.doing.busy()}>
            {trying.doing.busy() ? 'Looking…' : 'Use this code'}
          </button>
        </form>
      </Show>
    </div>
  )
}
