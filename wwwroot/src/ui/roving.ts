const steps: Record<string, (columns: number) => number> = {
  ArrowDown: (columns) => columns,
  ArrowUp: (columns) => -columns,
  ArrowRight: () => 1,
  ArrowLeft: () => -1,
}

/** Where an arrow key, Home or End leads from `index`; undefined for other keys and at the edges of a grid. */
export function nextIndex(key: string, index: number, count: number, columns = 1): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const sideways = key === 'ArrowRight' || key === 'ArrowLeft'
  const step = sideways && columns === 1 ? undefined : steps[key]?.(columns)
  if (step === undefined) return undefined
  const next = index + step
  return next >= 0 && next < count ? next : undefined
}

/** Moves the focus among the elements of a list that matches `selector`, which is one tab stop. */
export function roveFocus(event: KeyboardEvent, list: HTMLElement, selector: string, columns = 1): void {
  const items = [...list.querySelectorAll<HTMLElement>(selector)]
  const next = nextIndex(event.key, items.indexOf(document.activeElement as HTMLElement), items.length, columns)
  if (next === undefined) return
  event.preventDefault()
  items[next]?.focus()
}
