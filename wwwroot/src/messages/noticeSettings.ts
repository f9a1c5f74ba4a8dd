import { createSignal } from 'solid-js'
import { recall, remember } from '../ui/local'

// Asked for at each notice, because another tab may have changed it.
export const soundsOn = (): boolean => recall('sounds') !== 'off'
export const notificationsOn = (): boolean => permission() === 'granted' && recall('notifications') === 'on'

const permission = (): NotificationPermission | undefined =>
  typeof Notification === 'undefined' ? undefined : Notification.permission

/** What one has chosen for this browser, for whoever shows it. */
export function createNoticeSettings() {
  const [sounds, setSounds] = createSignal(soundsOn())
  const [notifications, setNotifications] = createSignal(notificationsOn())
  const [refused, setRefused] = createSignal(permission() === 'denied')
  const keep = (on: boolean) => {
    remember('notifications', on ? 'on' : 'off')
    setNotifications(notificationsOn())
    setRefused(permission() === 'denied')
  }

  return {
    sounds,
    setSounds(on: boolean) {
      remember('sounds', on ? 'on' : 'off')
      setSounds(on)
    },
    supported: permission() !== undefined,
    notifications,
    refused,
    /** By a click alone: the browser asks the person. */
    async setNotifications(on: boolean) {
      if (on) await Notification.requestPermission().catch(() => undefined)
      keep(on && permission() === 'granted')
    },
  }
}
