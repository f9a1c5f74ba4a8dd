import type { ChatMessage } from '../contract'
import { ActText } from '../rooms/actText'
import { clockTime, fullTime } from '../ui/times'
import { LinesAbove } from './linesAbove'
import './actLine.css'

interface Props {
  message: ChatMessage
  previous: ChatMessage | undefined
  now: number
  onGoToTime: (atMs: number) => void
}

/** What the owner or a moderator did, at its place among the messages. */
export function ActLine(props: Props) {
  return (
    <>
      <LinesAbove {...props} firstUnread={false} />
      <p class="act-line" data-sequence={props.message.sequence}>
        <span>
          <ActText act={props.message} now={props.now} />
        </span>
        <time dateTime={new Date(props.message.sentAtMs).toISOString()} title={fullTime(props.message.sentAtMs)}>
          {clockTime(props.message.sentAtMs)}
        </time>
      </p>
    </>
  )
}
