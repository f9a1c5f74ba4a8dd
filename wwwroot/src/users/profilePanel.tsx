import { createSignal, Show } from 'solid-js'
import { useChat } from '../chatContext'
import { limits } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { Avatar } from '../ui/avatar'
import { ColourChoice } from './colourChoice'

/** How others see one, and where that is changed. */
export function ProfilePanel() {
  const { session, account } = useChat()
  const me = session.me()
  const [name, setName] = createSignal(me?.name ?? '')
  const [handle, setHandle] = createSignal(me?.handle ?? '')
  const [colour, setColour] = createSignal(me?.colour ?? '')
  const [status, setStatus] = createSignal(me?.status ?? '')
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [saved, setSaved] = createSignal(false)
  const [saving, setSaving] = createSignal(false)
  const guest = () => session.me()?.guest ?? true
  const troubled = (...codes: Trouble['code'][]) => {
    const code = trouble()?.code
    return code !== undefined && codes.includes(code)
  }

  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    if (saving()) return
    setSaving(true)
    setSaved(false)
    const reason = await account.updateProfile({
      name: name(),
      handle: guest() ? null : handle().trim().replace(/^@/, '').toLowerCase(),
      colour: colour(),
      status: status(),
    })
    setSaving(false)
    setTrouble(reason)
    setSaved(!reason)
  }

  return (
    <form class="settings-form" onSubmit={(event) => void save(event)} onInput={() => setSaved(false)} novalidate>
      <p class="profile-preview">
        <Avatar of={{ ...(session.me() ?? { id: '' }), name: name(), colour: colour() }} />
        <span>
          <bdi class="person-name ellipsis" style={{ '--user': colour() }}>
            {name().trim() || 'Your name'}
          </bdi>
          <Show when={status().trim()}>{(text) => <bdi class="person-status ellipsis">{text()}</bdi>}</Show>
        </span>
      </p>
      <div class="field">
        <label for="profile-name">Display name</label>
        <input
          id="profile-name"
          autocomplete="nickname"
          maxLength={session.limits().nameLength}
          aria-invalid={troubled('invalidName')}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <Show when={!guest()}>
        <div class="field">
          <label for="profile-handle">Handle</label>
          <input
            id="profile-handle"
            autocapitalize="none"
            autocomplete="username"
            spellcheck={false}
            maxLength={limits.handleMax + 1}
            aria-invalid={troubled('handleTaken', 'invalidHandle')}
            aria-describedby="profile-handle-note"
            value={handle()}
            onInput={(event) => setHandle(event.currentTarget.value)}
          />
          <p id="profile-handle-note" class="field-note">
            Yours alone here: others find you as @{handle().replace(/^@/, '') || 'handle'}.
          </p>
        </div>
      </Show>
      <div class="field">
        <label for="profile-status">Status</label>
        <input
          id="profile-status"
          autocomplete="off"
          placeholder="What are you up to?"
          maxLength={limits.statusLength}
          aria-invalid={troubled('invalidStatus')}
          value={status()}
          onInput={(event) => setStatus(event.currentTarget.value)}
        />
      </div>
      <ColourChoice chosen={colour()} onChoose={setColour} />
      <Alert trouble={trouble()} />
      <div class="settings-actions">
        <span role="status">{saved() ? 'Saved: everybody sees it.' : ''}</span>
        <button type="submit" class="button primary" aria-disabled={saving()}>
          {saving() ? 'Saving…' : 'Save profile'}
        </button>
      </div>
    </form>
  )
}
