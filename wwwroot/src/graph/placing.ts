import type { Circle, Point } from './geometry'

const placed = new WeakMap<Element, Point>()

/** Whether it was ever brought anywhere: until then it stands in the middle of everything. */
export const isPlaced = (figure: SVGGElement): boolean => placed.has(figure)

/** Brings a figure to where it belongs, unless it is that near already: an element that is left alone costs nothing. */
export function place(figure: SVGGElement, { x, y }: Point, near: number) {
  const at = placed.get(figure)
  if (at && Math.abs(at.x - x) <= near && Math.abs(at.y - y) <= near) return
  placed.set(figure, { x, y })
  figure.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`)
}

/** Draws a line from one to the other. */
export function stretch(line: SVGLineElement, from: Circle, to: Circle) {
  line.setAttribute('x1', from.x.toFixed(1))
  line.setAttribute('y1', from.y.toFixed(1))
  line.setAttribute('x2', to.x.toFixed(1))
  line.setAttribute('y2', to.y.toFixed(1))
}
