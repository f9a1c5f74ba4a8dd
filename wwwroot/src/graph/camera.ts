import type { Box, Circle } from './geometry'

/** How the drawing is seen: `k` times as large, and moved by `x` and `y` pixels after that. */
export interface View {
  k: number
  x: number
  y: number
}

export interface Size {
  width: number
  height: number
}

export const Nearest = 4
export const Farthest = 0.05
const PaddingPx = 20
/** Few people are not blown up to fill the screen. */
const FitsAtMost = 1.7

/** Shows all of the box in the middle, and as large as it goes. */
export function fit(box: Box, { width, height }: Size): View {
  const [wide, high] = [Math.max(box.right - box.left, 1), Math.max(box.bottom - box.top, 1)]
  const room = Math.min((width - 2 * PaddingPx) / wide, (height - 2 * PaddingPx) / high)
  const k = Math.min(FitsAtMost, Math.max(Farthest, room))
  return centred({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, k, { width, height })
}

/** Shows this point in the middle. */
export const centred = (point: { x: number; y: number }, k: number, { width, height }: Size): View => ({
  k,
  x: width / 2 - point.x * k,
  y: height / 2 - point.y * k,
})

/** Whether all of it is to be seen. */
export function isInView({ x, y, r }: Circle, view: View, { width, height }: Size): boolean {
  const [left, top, far] = [x * view.k + view.x, y * view.k + view.y, r * view.k]
  return left >= far && left <= width - far && top >= far && top <= height - far
}

/** Whether some of it is to be seen. */
export function touchesView({ x, y, r }: Circle, view: View, { width, height }: Size): boolean {
  const [left, top, far] = [x * view.k + view.x, y * view.k + view.y, r * view.k]
  return left > -far && left < width + far && top > -far && top < height + far
}

/** A part of the way from one view to another, so that what lies in the middle goes straight there. */
export function approach(from: View, to: View, part: number): View {
  const mix = (one: number, other: number) => one + (other - one) * part
  return isNear(from, to) ? to : { k: mix(from.k, to.k), x: mix(from.x, to.x), y: mix(from.y, to.y) }
}

const isNear = (one: View, other: View): boolean =>
  Math.abs(one.x - other.x) < 0.5 && Math.abs(one.y - other.y) < 0.5 && Math.abs(one.k / other.k - 1) < 0.002

/** Whether the difference is one that nobody minds for a moment. */
export const isAlmost = (one: View, other: View): boolean =>
  Math.abs(one.x - other.x) < 30 && Math.abs(one.y - other.y) < 30 && Math.abs(one.k / other.k - 1) < 0.08

export const sameView = (one: View, other: View): boolean => one.k === other.k && one.x === other.x && one.y === other.y
