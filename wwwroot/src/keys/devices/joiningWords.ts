import type { NewDeviceAbort } from '../pairingNewDevice'

/** What the owner reads on a browser that was not added. */
export function joiningSentence(why: NewDeviceAbort): string {
  switch (why) {
    case 'expired':
      return 'That took too long. Have your other device beside you and try again.'
    case 'ended':
      return 'It was ended on your other device, or the code was wrong there. Nothing was added. You can try again.'
    case 'key':
    case 'device':
    case 'grant':
      return 'The two devices did not understand each other. Reload ChatMux on both and try again.'
    case 'mac':
    case 'chain':
    case 'signer':
      return 'What came back is not from your other device, so it was thrown away. Try again. If it happens once more, ask whoever runs this server.'
  }
}
