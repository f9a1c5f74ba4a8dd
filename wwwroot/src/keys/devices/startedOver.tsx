import { useChat } from '../../chatContext'
import { createDoing, DoingTrouble } from './doing'

/** On a device of an account that was started over elsewhere: by its owner, or by somebody else. */
export function StartedOver() {
  const { devices, session } = useChat()
  const forgetting = createDoing()
  const leaving = createDoing()
  const forget = async () => {
    await devices.forgetReplaced()
    return undefined
  }
  return (
    <>
      <div role="alert">
        <h2>Your account was started over on another device</h2>
      </div>
      <p>
        If that was you, you can add this one to it. What this device kept of your old messages goes then: it can be
        read nowhere any more.
      </p>
      <button
        type="button"
        class="button primary"
        aria-disabled={forgetting.busy()}
        onClick={() => void forgetting.act(forget)}
      >
        {forgetting.busy() ? 'One moment…' : 'It was me'}
      </button>
      <p>
        If it was not you, somebody is signed in as you. Sign out everywhere, and ask whoever runs this server for help.
      </p>
      <DoingTrouble of={leaving} />
      <button
        type="button"
        class="button"
        aria-disabled={leaving.busy()}
        onClick={() => void leaving.act(() => session.signOut(true))}
      >
        Sign out everywhere
      </button>
    </>
  )
}
