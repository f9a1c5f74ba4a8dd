const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const dayAndYear = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })

const minuteMs = 60_000

export const clockTime = (ms: number): string => clock.format(ms)
export const fullTime = (ms: number): string => full.format(ms)

export function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString()
}

/** Today, Yesterday, or the date. */
export function dayName(ms: number, now: number): string {
  if (sameDay(ms, now)) return 'Today'
  const yesterday = new Date(now)
  yesterday.setDate(yesterday.getDate() - 1)
  if (sameDay(ms, yesterday.getTime())) return 'Yesterday'
  return (new Date(ms).getFullYear() === new Date(now).getFullYear() ? day : dayAndYear).format(ms)
}

/** How long ago within the last hour, then the time of day. A clock that runs ahead counts as now. */
export function briefTime(ms: number, now: number): string {
  const minutes = Math.floor((now - ms) / minuteMs)
  if (minutes < 1) return 'just now'
  return minutes < 60 ? `${minutes} min ago` : clockTime(ms)
}
