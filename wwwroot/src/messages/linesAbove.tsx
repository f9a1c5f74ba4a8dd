import { createMemo, createSignal, Show } from 'solid-js'
import type { ChatMessage } from '../contract'
import { dayName } from '../ui/times'
import { DayLine } from './dayLine'
import { startsDay } from './grouping'
import './linesAbove.css'

interface Props {
  message: ChatMessage
  previous: ChatMessage | undefined
  /** Whether the line above which everything has been read stands here. */
  firstUnread: boolean
  now: number
  /** Shows what was said from a time on. */
  onGoToTime: (atMs: number) => void
}

/** What stands above a message or an act: the day, the "new" line. */
export function LinesAbove(props: Props) {
  const [choosing, setChoosing] = createSignal(false)
  // Earlier messages of the day may come while one chooses another one.
  const day = createMemo(() => choosing() || startsDay(props.previous, props.message))

  return (
    <>
      <Show when={day()}>
        <DayLine
          name={dayName(props.message.sentAtMs, props.now)}
          now={props.now}
          onGoToTime={props.onGoToTime}
          onToggle={setChoosing}
        />
      </Show>
      <Show when={props.firstUnread}>
        <div class="new-line">
          <span>New</span>
        </div>
      </Show>
    </>
  )
}
