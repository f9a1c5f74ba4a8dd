import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import Hourglass from 'lucide-solid/icons/hourglass'
import ShieldAlert from 'lucide-solid/icons/shield-alert'
import UserX from 'lucide-solid/icons/user-x'
import { useChat } from '../chatContext'
import type { Profile } from '../contract'
import { FriendActs } from '../friends/friendActs'
import { personName } from '../lobby/people'
import type { NotWritable } from './directsView'
import { EncryptionDialog } from './encryptionDialog'
import { TryAgain } from './tryAgain'

/** In the place of the composer: why nothing can be written to somebody, and what helps. */
export function WritingClosed(props: { person: Profile; why: NotWritable | undefined }) {
  const { directs, friends } = useChat()
  const [comparing, setComparing] = createSignal(false)
  const name = () => <bdi>{personName(props.person)}</bdi>
  const blocked = () => friends.blocked(props.person.id)
  const were = () => directs.find(props.person.id) !== undefined

  return (
    <>
      <Switch>
        <Match when={props.why === 'noKeys'}>
          <div class="writing-closed">
            <Hourglass size={18} aria-hidden="true" />
            <p>
              {name()} has not been here since direct messages are encrypted. As soon as they open ChatMux, you can
              write.
            </p>
          </div>
        </Match>
        <Match when={props.why === 'notFriends'}>
          <div class="writing-closed">
            <UserX size={18} aria-hidden="true" />
            <p>
              {blocked() ? 'You have blocked this person.' : `You are not friends${were() ? ' any more' : ''}.`}
              {were() ? ' What was written stays.' : ''}
            </p>
            <FriendActs person={props.person} only={['request', 'accept', 'unblock']} small />
          </div>
        </Match>
        <Match when={props.why === 'identityChanged'}>
          <Warning>
            <p role="alert">
              <b>Other keys are behind this account than before.</b> {name()} may have started over on a new device, or
              somebody else is at it. Compare the safety number with them before you write anything that matters.
            </p>
            <div class="writing-closed-choices">
              <button type="button" class="button small" onClick={() => setComparing(true)}>
                Safety number
              </button>
              <button type="button" class="button small" onClick={() => void directs.acceptIdentity(props.person.id)}>
                I know, go on
              </button>
            </div>
          </Warning>
        </Match>
        <Match when={props.why === 'broken'}>
          <Warning>
            <p role="alert">
              <b>The server shows other devices of {name()} than before.</b> Nothing that it says of them can be relied
              on, so nothing is sent.
            </p>
            <TryAgain user={props.person.id} />
          </Warning>
        </Match>
      </Switch>
      <Show when={comparing()}>
        <EncryptionDialog person={props.person} onClose={() => setComparing(false)} />
      </Show>
    </>
  )
}

function Warning(props: { children: JSX.Element }) {
  return (
    <div class="writing-closed warning">
      <ShieldAlert size={18} aria-hidden="true" />
      {props.children}
    </div>
  )
}
