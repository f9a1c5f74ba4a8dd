import { neighbour, type Placed } from './neighbours'

const panPx = 80

export interface GraphKeysDeps {
  all(): readonly Placed[]
  /** In the order of the list. */
  order(): readonly string[]
  reached(): string | undefined
  focus(id: string): void
  choose(id: string): void
  closeCard(): boolean
  zoom(factor: number): void
  pan(x: number, y: number): void
  everyone(): void
}

const pans: Record<string, [number, number]> = {
  ArrowRight: [-panPx, 0],
  ArrowLeft: [panPx, 0],
  ArrowDown: [0, -panPx],
  ArrowUp: [0, panPx],
}

/** What keys do in the graph. Answers whether the key meant something. */
export function graphKey(event: KeyboardEvent, deps: GraphKeysDeps): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const reached = deps.reached()
  const pan = pans[event.key]
  if (event.shiftKey && pan) deps.pan(...pan)
  else if (pan) move(event.key, deps)
  else if (event.key === 'Home') focusOn(deps.order()[0], deps)
  else if (event.key === 'End') focusOn(deps.order().at(-1), deps)
  else if (event.key === '+' || event.key === '=') deps.zoom(1.3)
  else if (event.key === '-') deps.zoom(1 / 1.3)
  else if (event.key === '0') deps.everyone()
  else if (event.key === 'Escape') return deps.closeCard()
  else if ((event.key === 'Enter' || event.key === ' ') && reached !== undefined) deps.choose(reached)
  else return false
  return true
}

function move(key: string, deps: GraphKeysDeps) {
  const all = deps.all()
  const from = all.find(({ id }) => id === deps.reached())
  focusOn(from ? neighbour(key, from, all) : deps.order()[0], deps)
}

const focusOn = (id: string | undefined, { focus }: GraphKeysDeps) => id !== undefined && focus(id)
