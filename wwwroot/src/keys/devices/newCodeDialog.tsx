import { createEffect, createResource, createSignal, Match, on, Show, Switch, untrack } from 'solid-js'
import Check from 'lucide-solid/icons/check'
import Printer from 'lucide-solid/icons/printer'
import { useChat } from '../../chatContext'
import { CopyButton } from '../../ui/copyButton'
import { Dialog } from '../../ui/dialog'
import { groupsOf } from '../recoveryCode'
import { CodeSheet } from './codeSheet'
import { createDoing, DoingTrouble } from './doing'
import { TypeBack } from './typeBack'
import './recoveryCode.css'

/** Another recovery code: shown, saved, and typed back in part. Only then it counts. */
export function NewCodeDialog(props: { onClose: () => void }) {
  const { devices } = useChat()
  const replaces = untrack(devices.hasCode) === true
  const [code, { refetch }] = createResource(() => devices.drawCode().catch(() => undefined))
  const [step, setStep] = createSignal<'shown' | 'typing' | 'kept'>('shown')
  const doing = createDoing()
  const groups = () => groupsOf(code() ?? '')
  let body!: HTMLDivElement
  createEffect(
    on(
      step,
      () => {
        // The button that was pressed is gone with its step.
        if (document.activeElement === document.body) body.focus()
      },
      { defer: true },
    ),
  )
  const keep = async () => {
    if (await doing.act(devices.keepCode)) setStep('kept')
  }

  return (
    <Dialog title={replaces ? 'Your new recovery code' : 'Your recovery code'} onClose={props.onClose}>
      <div class="new-code" ref={body} tabIndex={-1}>
        <Switch fallback={<p role="status">{code.loading ? 'Making your code…' : ''}</p>}>
          <Match when={!code.loading && code() === undefined}>
            <p class="alert" role="alert">
              The code could not be made. Please try again.
            </p>
            <button type="button" class="button" onClick={() => void refetch()}>
              Try again
            </button>
          </Match>
          <Match when={code() && step() === 'shown'}>
            <p>Write it down or print it, and keep it where nobody else looks. Not on this device alone.</p>
            <CodeSheet groups={groups()} />
            <div class="code-choices">
              <CopyButton text={groups().join('-')} what="The code" />
              <button type="button" class="button" onClick={() => window.print()}>
                <Printer size={16} aria-hidden="true" /> Print
              </button>
            </div>
            <Unkept replaces={replaces} />
            <button type="button" class="button primary" onClick={() => setStep('typing')}>
              I saved it
            </button>
          </Match>
          <Match when={code() && step() === 'typing'}>
            <TypeBack groups={groups()} busy={doing.busy()} onRight={() => void keep()} onBack={() => setStep('shown')}>
              <DoingTrouble of={doing} />
            </TypeBack>
            <Unkept replaces={replaces} />
          </Match>
          <Match when={step() === 'kept'}>
            <p class="code-state good" role="status">
              <Check size={18} aria-hidden="true" /> Your recovery code counts from now on.
            </p>
            <Show when={replaces}>
              <p>The one before does not work any more. Throw it away.</p>
            </Show>
            <button type="button" class="button primary" onClick={() => props.onClose()}>
              Done
            </button>
          </Match>
        </Switch>
      </div>
    </Dialog>
  )
}

function Unkept(props: { replaces: boolean }) {
  return (
    <p class="field-note">
      If you close this before the end, this code is worth nothing{props.replaces ? ', and the one before stays' : ''}.
    </p>
  )
}
