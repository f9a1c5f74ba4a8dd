const FirstMs = 1_000
// However long a server was away: once it is back, nobody waits longer for it.
const LongestMs = 10_000

/** How long to wait before attempt number `attempt` (from 1): anything up to a limit that doubles from 1 s to 10 s, so
 * that browsers which lost the same server do not come back all at once. `random` gives numbers from 0 to below 1. */
export function backoff(attempt: number, random: () => number): number {
  const limit = Math.min(LongestMs, FirstMs * 2 ** Math.min(Math.max(attempt, 1) - 1, 30))
  return Math.floor(random() * limit)
}
