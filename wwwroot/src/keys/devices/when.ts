import { briefTime, clockTime, dayName } from '../../ui/times'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** A moment that was, within a sentence. */
export function pastText(ms: number, now: number): string {
  if (now - ms < hourMs) return briefTime(ms, now)
  const day = dayName(ms, now)
  return day === 'Today' || day === 'Yesterday' ? `${day.toLowerCase()} at ${clockTime(ms)}` : `on ${day}`
}

/** A moment that comes, within a sentence, and how long it is until then. */
export function futureText(ms: number, now: number): string {
  const day = dayName(ms, now)
  return `${day === 'Today' ? 'today' : `on ${day}`} at ${clockTime(ms)}, ${remainingText(ms - now)}`
}

function remainingText(ms: number): string {
  const minutes = Math.ceil(ms / minuteMs)
  if (minutes <= 1) return 'in less than a minute'
  return minutes < 100 ? `in ${minutes} minutes` : `in about ${Math.round(ms / hourMs)} hours`
}

/** Minutes and seconds, as on a clock that counts down. */
export function countdownText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
