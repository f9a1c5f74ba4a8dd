import { type Circle, gap } from './geometry'

/** What is left of an overlap at most, in lengths of the drawing. */
export const Tolerance = 0.5

const RoundsAtMost = 400

interface Body extends Circle {
  /** Rooms keep everything else out; people who touch each other do no harm. */
  room: boolean
}

/**
 * Moves rooms apart from each other and people out of rooms that are not theirs, until no two overlap by more than the tolerance. The
 * simulation leaves little to do: forces that still pull hold what they press together in a small overlap.
 */
export function separate(bodies: readonly Body[]): void {
  const rooms = bodies.filter(({ room }) => room)
  for (let round = 0, moved = true; moved && round < RoundsAtMost; round++) {
    moved = false
    for (const [index, room] of rooms.entries()) {
      for (const other of rooms.slice(index + 1)) moved = push(room, other, 0.5) || moved
      for (const body of bodies) if (!body.room) moved = push(room, body, 0) || moved
    }
  }
}

/** `share`: how much of the way the first one goes. */
function push(one: Circle, other: Circle, share: number): boolean {
  const overlap = -gap(one, other)
  if (overlap <= Tolerance) return false
  const [dx, dy] = [other.x - one.x, other.y - one.y]
  const length = Math.hypot(dx, dy)
  // Two on the very same spot part to the right.
  const [ux, uy] = length > 0 ? [dx / length, dy / length] : [1, 0]
  one.x -= ux * overlap * share
  one.y -= uy * overlap * share
  other.x += ux * overlap * (1 - share)
  other.y += uy * overlap * (1 - share)
  return true
}
