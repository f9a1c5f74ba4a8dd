import type { ChatMessage } from '../contract'
import { sameDay } from '../ui/times'

const groupMs = 5 * 60_000

/** Whether a day separator stands above `message`. */
export function startsDay(previous: ChatMessage | undefined, message: ChatMessage): boolean {
  return previous === undefined || !sameDay(previous.sentAtMs, message.sentAtMs)
}

/** Whether `message` shows its author: another one than above, as another, or after a pause. */
export function startsGroup(previous: ChatMessage | undefined, message: ChatMessage): boolean {
  if (previous === undefined || previous.act || startsDay(previous, message)) return true
  const { author } = message
  return (
    author.id !== previous.author.id ||
    author.name !== previous.author.name ||
    author.colour !== previous.author.colour ||
    Math.abs(message.sentAtMs - previous.sentAtMs) > groupMs
  )
}
