import { Show } from 'solid-js'
import { createNoticeSettings } from './noticeSettings'

/** How this browser tells of what comes while one looks elsewhere. What is told of is set with each room. */
export function NoticesPanel() {
  const settings = createNoticeSettings()
  return (
    <fieldset class="switches">
      <legend>When a message comes that you are not looking at</legend>
      <label>
        <input
          type="checkbox"
          checked={settings.sounds()}
          onChange={(event) => settings.setSounds(event.currentTarget.checked)}
        />
        Play a sound
      </label>
      <label>
        <input
          type="checkbox"
          disabled={!settings.supported}
          checked={settings.notifications()}
          onChange={async ({ currentTarget: box }) => {
            await settings.setNotifications(box.checked)
            box.checked = settings.notifications()
          }}
        />
        Show a notification of this browser
      </label>
      <Show when={settings.refused() || !settings.supported}>
        <p class="field-note" role="status">
          {settings.supported
            ? 'This browser was told not to allow it. Its settings for this site can change that.'
            : 'This browser shows no notifications.'}
        </p>
      </Show>
    </fieldset>
  )
}
