import { Match, Show, Switch } from 'solid-js'
import type { ChatMessage } from '../contract'
import { fullTime } from '../ui/times'
import { MessageEditor } from './messageEditor'
import { MessageText } from './messageText'
import type { ConversationView } from './messagesView'

interface Props {
  view: ConversationView
  message: ChatMessage
  me: string | undefined
  editing: boolean
  /** Whether there is no text that can be relied on. */
  unreadable: boolean
  /** Whether it began to be edited while it was here. */
  freshlyEdited: boolean
  /** It is not being edited any more. */
  onClose: () => void
}

/** What a message says, or that it says nothing any more, or where it is being rewritten. */
export function MessageBody(props: Props) {
  const close = () => {
    props.view.setEditing(undefined)
    props.onClose()
  }
  const save = async () => {
    const text = props.view.editing()?.text.trimEnd() ?? ''
    const refusal = text === props.message.text ? undefined : await props.view.edit(props.message, text)
    if (!refusal) close()
    return refusal
  }

  return (
    <Switch>
      {/* What stands beside it says why. */}
      <Match when={props.unreadable}>{null}</Match>
      <Match when={props.message.erased}>
        <p class="message-gone">Removed with its author's account</p>
      </Match>
      <Match when={props.message.deleted}>
        <p class="message-gone">{props.message.deletedByModerator ? 'Deleted by a moderator' : 'Message deleted'}</p>
      </Match>
      <Match when={props.editing}>
        <MessageEditor
          text={props.view.editing()?.text ?? ''}
          fresh={props.freshlyEdited}
          onInput={(text) => props.view.setEditing({ message: props.message.sequence, text })}
          onSave={save}
          onClose={close}
        />
      </Match>
      <Match when={true}>
        <MessageText text={props.message.text} mentions={props.message.mentions} me={props.me} />
        <Show when={props.message.editedAtMs}>
          {(at) => (
            <span class="message-edited" title={`Edited ${fullTime(at())}`}>
              (edited)
            </span>
          )}
        </Show>
      </Match>
    </Switch>
  )
}
