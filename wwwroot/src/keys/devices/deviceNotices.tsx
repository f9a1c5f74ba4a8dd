import { Key } from '@solid-primitives/keyed'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { useChat } from '../../chatContext'
import { SettingsDialog } from '../../users/settingsDialog'
import { NewsLine } from './newsLine'
import { RequestNotice } from './requestNotice'
import { StartOverNotice } from './startOverNotice'
import './deviceNotices.css'

/** What concerns the own devices and may not wait until somebody looks at them: wherever one is in the app. */
export function DeviceNotices() {
  const { devices } = useChat()
  const [looking, setLooking] = createSignal(false)
  let notices!: HTMLElement
  const count = () => devices.requests().length + devices.news().length + (devices.startsOverAt() === undefined ? 0 : 1)
  // The button that was pressed goes with its line: the keyboard stays where it was.
  const stay = () => {
    if (document.activeElement === document.body) notices.focus()
  }
  createEffect(on(count, (now, before) => now < (before ?? 0) && stay()))

  return (
    <section
      class="device-notices"
      ref={notices}
      tabIndex={-1}
      onClick={() => queueMicrotask(stay)}
      aria-label={count() > 0 ? 'About your devices' : undefined}
    >
      <StartOverNotice />
      <Key each={devices.requests()} by="pairing">
        {(request) => <RequestNotice request={request()} onLook={() => setLooking(true)} />}
      </Key>
      <Key each={devices.news()} by="id">
        {(news) => <NewsLine news={news()} onLook={() => setLooking(true)} />}
      </Key>
      <Show when={looking()}>
        <SettingsDialog first="Devices" onClose={() => setLooking(false)} />
      </Show>
    </section>
  )
}
