import { For, Show } from 'solid-js'
import Check from 'lucide-solid/icons/check'
import { useChat } from '../chatContext'
import type { Profile } from '../contract'
import { personName } from '../lobby/people'
import { CopyButton } from '../ui/copyButton'
import { Dialog } from '../ui/dialog'
import { safetyOf } from './safety'
import './encryptionDialog.css'

const perRow = 4

/** Who can read a direct chat, what is not protected, and how to make sure that nobody stands between the two. */
export function EncryptionDialog(props: { person: Profile; onClose: () => void }) {
  const { directs } = useChat()
  const protection = () => directs.protection(props.person.id)
  const name = () => <bdi>{personName(props.person)}</bdi>

  return (
    <Dialog title="Encryption" onClose={props.onClose}>
      <Show when={safetyOf(protection()) === 'doubtful'}>
        <p class="alert" role="alert">
          {protection().notWritable === 'broken'
            ? 'The server shows other devices than before. Do not rely on what stands here.'
            : 'Other keys are behind this account than before: the safety number is a new one. Compare it again.'}
        </p>
      </Show>
      <dl class="encryption-facts">
        <dt>Who can read this</dt>
        <dd>
          You, on {devices(protection().devices.own)}, and {name()}, on {devices(protection().devices.theirs)}. Nobody
          else.
        </dd>
        <dt>What the server sees</dt>
        <dd>Who writes to whom, when, and roughly how much. Not a word of it.</dd>
        <dt>What is not protected</dt>
        <dd>
          Whoever has an unlocked device of either of you can read along. And the program of this page comes from the
          server: you trust it not to hand out another one.
        </dd>
      </dl>
      <section class="safety" aria-labelledby="safety-title">
        <h3 id="safety-title">Safety number</h3>
        <Show
          when={protection().safetyNumber}
          fallback={<p>There is none yet: {name()} has to open ChatMux first, or you have to be connected.</p>}
        >
          {(groups) => (
            <>
              <ol class="safety-number" role="list" aria-label="Safety number">
                <For each={groups()}>{(group) => <li>{group}</li>}</For>
              </ol>
              <p>
                Meet or call {name()} and read it to each other, one group after the other. If all twelve are the same,
                nobody stands between you. Do not compare it in this chat.
              </p>
              <div class="safety-choices">
                <button
                  type="button"
                  class="button"
                  classList={{ primary: protection().verified }}
                  role="checkbox"
                  aria-checked={protection().verified}
                  onClick={() => void directs.setVerified(props.person.id, !protection().verified)}
                >
                  <span class="safety-box" aria-hidden="true">
                    <Show when={protection().verified}>
                      <Check size={14} />
                    </Show>
                  </span>
                  Verified
                </button>
                <CopyButton text={rows(groups())} what="The safety number" />
              </div>
              <p class="safety-state" role="status">
                {protection().verified ? 'You have compared it.' : 'Not compared yet.'}
              </p>
            </>
          )}
        </Show>
      </section>
    </Dialog>
  )
}

const devices = (count: number): string => (count === 1 ? 'one device' : `${count} devices`)

/** As it stands on the page. */
const rows = (groups: readonly string[]): string =>
  groups
    .map((group, index) => `${group}${(index + 1) % perRow === 0 ? '\n' : ' '}`)
    .join('')
    .trimEnd()
