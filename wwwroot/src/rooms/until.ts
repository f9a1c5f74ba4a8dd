import { clockTime, dayName, sameDay } from '../ui/times'

/** A moment to come, or one that was to come: the time, and the day when it is another one. */
export const untilText = (ms: number, now: number): string =>
  sameDay(ms, now) ? clockTime(ms) : `${clockTime(ms)}, ${dayName(ms, now)}`
