import type { Point } from './geometry'

const directions: Record<string, Point> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
}

export interface Placed extends Point {
  id: string
}

/** Where an arrow key leads from `from`: to the nearest that lies in this direction more than to a side; undefined where there is none. */
export function neighbour(key: string, from: Placed, all: Iterable<Placed>): string | undefined {
  const direction = directions[key]
  if (!direction) return undefined
  let best: { id: string; cost: number } | undefined
  for (const { id, x, y } of all) {
    const along = (x - from.x) * direction.x + (y - from.y) * direction.y
    const aside = Math.abs((x - from.x) * direction.y) + Math.abs((y - from.y) * direction.x)
    if (id === from.id || along <= 0 || aside > along) continue
    const cost = along + 2 * aside
    if (!best || cost < best.cost) best = { id, cost }
  }
  return best?.id
}
