import { packEnclose, packSiblings } from 'd3-hierarchy'
import type { Circle, Point } from './geometry'

const Margin = 8
/** A room in which nobody is can be seen and chosen all the same. */
const Smallest = 50

/** Where the members of a room stand from its centre, in the order in which they were given, and how large the room is. */
export interface Packing {
  offsets: readonly Point[]
  radius: number
}

/** Packs circles of these radii as close as they go, in the order given, and encloses them in the smallest circle there is. */
export function packRoom(radii: readonly number[]): Packing {
  const circles: Circle[] = packSiblings(radii.map((r) => ({ r }))).map(({ x, y, r }) => ({ x, y, r }))
  const enclosing = circles.length > 0 ? packEnclose(circles) : { x: 0, y: 0, r: 0 }
  return {
    offsets: circles.map(({ x, y }) => ({ x: x - enclosing.x, y: y - enclosing.y })),
    radius: Math.max(Smallest, enclosing.r + Margin),
  }
}
