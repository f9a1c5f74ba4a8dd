import { Show } from 'solid-js'
import type { ListedPerson } from '../lobby/people'
import { Person } from '../lobby/person'
import { FriendActs } from './friendActs'
import './friends.css'

/** A request that waits for an answer, one's own or somebody else's. */
export function FriendRequest(props: { person: ListedPerson }) {
  const sent = () => props.person.view?.relation === 'requestSent'
  return (
    <div class="friend-request">
      <Person person={props.person} me={false} />
      <div class="friend-request-answer">
        <Show when={sent()}>
          <span class="friend-request-note">You asked.</span>
        </Show>
        <FriendActs person={props.person.profile} only={['accept', 'decline', 'cancel']} small />
      </div>
    </div>
  )
}
