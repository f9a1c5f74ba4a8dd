import { createMemo, Match, Show, Switch } from 'solid-js'
import { useChat } from '../chatContext'
import type { Profile } from '../contract'
import { CodeCard } from '../keys/devices/codeCard'
import { personName } from '../lobby/people'
import type { Standing } from '../rooms/standing'
import { ConversationPane, type Showing } from './conversationPane'
import { createDirectPeople } from './directPeople'
import { directWay } from './directWay'
import { KeysMissing } from './keysMissing'
import type { ConversationView } from './messagesView'
import { WritingClosed } from './writingClosed'
import './directPane.css'

interface Props extends Showing {
  user: string
}

/** The conversation with one person, or why it cannot be read in this browser. */
export function DirectPane(props: Props) {
  const { connection, directs, friends, session } = useChat()
  const profile = () => directs.profile(props.user)
  // A guest has no list of friends that could come.
  const isKnown = () => connection.state().phase === 'online' && (friends.known() || session.me()?.guest === true)

  return (
    <Switch>
      <Match when={profile() === undefined}>
        <Show when={isKnown()}>
          <p class="frame-note">
            You have no direct messages with this person. Only friends can begin to write to each other.
          </p>
        </Show>
      </Match>
      <Match when={directs.keys() !== 'ready'}>
        <KeysMissing />
      </Match>
      <Match when={true}>
        <Visit {...props} with={profile() as Profile} />
      </Match>
    </Switch>
  )
}

/** From here on it is open: what is unread begins where it began now. */
function Visit(props: Props & { with: Profile }) {
  const { directs } = useChat()
  // Once: each time would be another visit.
  const view = createMemo<ConversationView | undefined>((opened) => opened ?? directs.open(props.user))
  return <Show when={view()}>{(opened) => <Opened {...props} view={opened()} />}</Show>
}

function Opened(props: Props & { with: Profile; view: ConversationView }) {
  const { directs, session } = useChat()
  const people = createDirectPeople(() => props.with)
  const notWritable = () => directs.protection(props.user).notWritable
  const isClosed = () => notWritable() !== undefined && notWritable() !== 'unknown'
  const standing: Standing = {
    // What is written before it is known whether it can be waits for that.
    mayWrite: () => !isClosed(),
    // That is written too.
    mayDeleteOwn: () => !isClosed(),
    muted: () => undefined,
    mayDelete: () => false,
  }
  const name = () => personName(props.with)
  const beginning = () => (
    <>
      Only you and <b>{name()}</b> can read this.
    </>
  )

  return (
    <ConversationPane
      {...props}
      name={name()}
      standing={standing}
      people={people}
      link={(message) => `${session.inviteUrl()}${directWay(props.user, message)}`}
      beginning={beginning()}
      empty={
        <div class="empty-room">
          <h2>
            <bdi>{name()}</bdi> and you
          </h2>
          <p>{beginning()}</p>
        </div>
      }
      beforeWriting={
        <CodeCard hasWritten={props.view.messages().some(({ author }) => author.id === session.me()?.id)} />
      }
      isClosed={isClosed()}
      closed={<WritingClosed person={props.with} why={notWritable()} />}
    />
  )
}
