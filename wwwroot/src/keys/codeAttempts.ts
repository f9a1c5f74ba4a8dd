/** How often a wrong code was typed on this device lately, in all pairings together. */
export interface CodeAttempts {
  /** When, in milliseconds, within the last hour. */
  wrongAt: readonly number[]
  /** Until then no pairing is accepted and no code is looked at. */
  lockedUntil: number
}

const WrongAtMost = 3
const HourMs = 3_600_000

export const noAttempts: CodeAttempts = { wrongAt: [], lockedUntil: 0 }

export const isLocked = ({ lockedUntil }: CodeAttempts, now: number): boolean => now < lockedUntil

/** Whoever stands between guesses one in a million each time: three of an hour are all that there are. */
export function afterWrongCode({ wrongAt, lockedUntil }: CodeAttempts, now: number): CodeAttempts {
  const lately = [...wrongAt.filter((at) => at > now - HourMs), now]
  return lately.length < WrongAtMost ? { wrongAt: lately, lockedUntil } : { wrongAt: [], lockedUntil: now + HourMs }
}
