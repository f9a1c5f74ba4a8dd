import { createResource, createSignal, createUniqueId, Match, Show, Switch } from 'solid-js'
import { useChat } from '../../chatContext'
import { Alert } from '../../ui/alert'
import { NewCodeDialog } from './newCodeDialog'
import { TestCode } from './testCode'

/** The recovery code: whether there is one that would work, and how one comes by another. */
export function RecoveryCodePanel() {
  const { devices, directs } = useChat()
  const titleId = createUniqueId()
  const [making, setMaking] = createSignal(false)
  const [testing, setTesting] = createSignal(false)
  // Looked at anew when there is another one.
  const [check, { refetch }] = createResource(devices.hasCode, () => devices.checkCode())
  const checked = () => (check.loading ? undefined : check.latest)
  const refusal = () => {
    const now = checked()
    return typeof now === 'object' ? now : undefined
  }
  const hasNone = () => devices.hasCode() === false || checked() === 'none'
  const close = () => {
    setMaking(false)
    void refetch()
  }

  return (
    <Show when={directs.keys() === 'ready'}>
      <section class="devices-section" aria-labelledby={titleId}>
        <h3 id={titleId}>Recovery code</h3>
        <Show
          when={!hasNone()}
          fallback={
            <p class="settings-text">
              You have none. With a recovery code you can read your messages again when all your devices are lost. It is
              26 letters and digits that you write down or print.
            </p>
          }
        >
          <p class="settings-text">With it you can read your messages again when all your devices are lost.</p>
          <div role="status">
            <Switch fallback={<p class="settings-text">Looking…</p>}>
              <Match when={checked() === 'there'}>
                <p class="code-state good">Everything for it is in place.</p>
              </Match>
              <Match when={checked() === 'missing'}>
                <p class="alert">
                  The server does not have what belongs to your code, so it would not work. Make a new one.
                </p>
              </Match>
              <Match when={refusal()}>
                <p class="settings-text">Whether it would work is not known at the moment.</p>
              </Match>
            </Switch>
          </div>
        </Show>
        <Show when={devices.cameByCode()}>
          <p class="note">Your recovery code was used. Make a new one.</p>
        </Show>
        <Alert trouble={refusal()} />
        <Show when={testing() && !hasNone()}>
          <TestCode />
        </Show>
        <div class="settings-actions">
          <Show when={refusal()}>
            <button type="button" class="button" onClick={() => void refetch()}>
              Try again
            </button>
          </Show>
          <Show when={!hasNone() && !testing()}>
            <button type="button" class="button" onClick={() => setTesting(true)}>
              Test your code
            </button>
          </Show>
          <button
            type="button"
            class="button"
            classList={{ primary: hasNone() || devices.cameByCode() || checked() === 'missing' }}
            onClick={() => setMaking(true)}
          >
            {hasNone() ? 'Make a recovery code' : 'Make a new code'}
          </button>
        </div>
        <Show when={making()}>
          <NewCodeDialog onClose={close} />
        </Show>
      </section>
    </Show>
  )
}
