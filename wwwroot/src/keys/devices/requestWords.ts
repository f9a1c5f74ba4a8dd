import { clockTime } from '../../ui/times'
import type { TrustedDeviceAbort } from '../pairingTrustedDevice'

/** What the owner reads where another browser was not added, or may have been. */
export function requestSentence(why: TrustedDeviceAbort, lockedUntil: number | undefined): string {
  switch (why) {
    case 'cancelled':
      return 'You have cancelled this. Nothing was added.'
    case 'ended':
      return 'The other browser has cancelled this. Nothing was added.'
    case 'expired':
      return 'That took too long. Nothing was added. On the other browser, begin again.'
    case 'wrongCode':
      return 'The code was wrong. Nothing was added. On the other browser, begin again: it shows another code then.'
    case 'locked':
      return lockedSentence(lockedUntil)
    case 'unconfirmed':
      return 'It may have been added, but nobody has said so on the other device. If you are not sure, remove it.'
    case 'full':
      return 'You have as many devices as there may be. Remove one first, then begin again on the other browser.'
    case 'listed':
      return 'This browser is one of your devices already. Reload ChatMux there.'
    case 'commitment':
      return 'What the other browser sent does not fit together, so nothing was added. Somebody may stand between the two.'
    default:
      return 'The two devices did not understand each other. Nothing was added. Reload ChatMux on both and begin again.'
  }
}

export const lockedSentence = (until: number | undefined): string =>
  `The code was wrong three times. No browser can be added here ${until === undefined ? 'for an hour' : `until ${clockTime(until)}`}.`

/** Whether somebody has typed what another browser did not show. */
export const isWarning = (why: TrustedDeviceAbort): boolean =>
  why === 'wrongCode' || why === 'locked' || why === 'commitment'
