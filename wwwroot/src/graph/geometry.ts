// Lengths are those of the drawing before it is zoomed.

export interface Point {
  x: number
  y: number
}

export interface Circle extends Point {
  r: number
}

export const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y)

/** How far two circles are from touching; below 0 they overlap. */
export const gap = (one: Circle, other: Circle): number => distance(one, other) - one.r - other.r

/** A rectangle around all of these. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

export function boxOf(circles: Iterable<Circle>): Box | undefined {
  let box: Box | undefined
  for (const { x, y, r } of circles)
    box = {
      left: Math.min(box?.left ?? Infinity, x - r),
      top: Math.min(box?.top ?? Infinity, y - r),
      right: Math.max(box?.right ?? -Infinity, x + r),
      bottom: Math.max(box?.bottom ?? -Infinity, y + r),
    }
  return box
}
