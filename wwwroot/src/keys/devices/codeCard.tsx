import { createSignal, Match, Show, Switch } from 'solid-js'
import ScrollText from 'lucide-solid/icons/scroll-text'
import { useChat } from '../../chatContext'
import { recall, remember } from '../../ui/local'
import { NewCodeDialog } from './newCodeDialog'
import './recoveryCode.css'

/** Above where one writes: while there is no recovery code, or the one there was is used up. It is in nobody's way. */
export function CodeCard(props: { hasWritten: boolean }) {
  const { devices, session } = useChat()
  const kept = () => `codeLater.${session.me()?.id}`
  const [later, setLater] = createSignal(recall(kept()) !== undefined)
  const [making, setMaking] = createSignal(false)
  const putOff = () => {
    remember(kept(), 'yes')
    setLater(true)
  }
  const isUsed = () => devices.cameByCode()
  const isMissing = () => !later() && devices.hasCode() === false

  return (
    <>
      <Show when={isUsed() || isMissing()}>
        <section class="code-card" aria-label="Recovery code">
          <ScrollText size={20} aria-hidden="true" />
          <Switch>
            <Match when={isUsed()}>
              <p>
                <b>Your recovery code was used.</b> Make a new one.
              </p>
            </Match>
            <Match when={true}>
              <p>
                <b>Save a recovery code{props.hasWritten ? '' : ' first'}.</b> If you lose this browser, nobody can get
                your messages back without it.
              </p>
            </Match>
          </Switch>
          <div class="code-choices">
            <button type="button" class="button small primary" onClick={() => setMaking(true)}>
              {isUsed() ? 'Make a new code' : 'Make a code'}
            </button>
            <Show when={!isUsed()}>
              <button type="button" class="button small" onClick={putOff}>
                Later
              </button>
            </Show>
          </div>
        </section>
      </Show>
      <Show when={making()}>
        <NewCodeDialog onClose={() => setMaking(false)} />
      </Show>
    </>
  )
}
