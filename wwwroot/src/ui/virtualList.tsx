import { Key } from '@solid-primitives/keyed'
import { createVirtualizer } from '@tanstack/solid-virtual'
import { type Accessor, createEffect, createMemo, createSignal, type JSX, on, onCleanup, onMount } from 'solid-js'

// A short list is simply there: found by the browser's own search, read without scrolling.
const allUpTo = 60
const overscan = 12

interface Props<T extends { id: string }> {
  label: string
  items: readonly T[]
  /** The height of every item, in pixels. */
  rowPx: number
  /** What scrolls; it may hold other things above and below the list. */
  scroller: HTMLElement
  children: (item: Accessor<T>, index: Accessor<number>) => JSX.Element
}

/** A list of items of one height, of which only those near the view are in the page. An item keeps its element while it
 * moves. The children are its `li`s. */
export function VirtualList<T extends { id: string }>(props: Props<T>) {
  const [above, setAbove] = createSignal(0)
  // Scrolled out of sight it stays: whoever is in it with the keyboard goes on from there.
  const [focused, setFocused] = createSignal<string>()
  let held: HTMLElement | undefined
  let moving = false
  let list!: HTMLUListElement

  const virtualizer = createVirtualizer<HTMLElement, HTMLLIElement>({
    get count() {
      return props.items.length
    },
    get scrollMargin() {
      return above()
    },
    // Outside of the page it has no window by which to observe it; once it is inside, the virtualizer asks again.
    getScrollElement: () => (props.scroller.isConnected ? props.scroller : null),
    estimateSize: () => props.rowPx,
    overscan,
  })

  const measure = () =>
    setAbove(list.getBoundingClientRect().top - props.scroller.getBoundingClientRect().top + props.scroller.scrollTop)
  onMount(() => {
    measure()
    const sizes = new ResizeObserver(measure)
    for (const child of props.scroller.children) sizes.observe(child)
    onCleanup(() => sizes.disconnect())
  })
  createEffect(on(() => props.items.length, measure, { defer: true }))

  const range = (): [number, number] => {
    const count = props.items.length
    if (count <= allUpTo) return [0, count]
    const shown = virtualizer.getVirtualItems()
    return [shown[0]?.index ?? 0, (shown.at(-1)?.index ?? -1) + 1]
  }
  const rows = createMemo(() => {
    moving = true
    const [from, to] = range()
    const shown = props.items.slice(from, to).map((item, i) => ({ id: item.id, item, index: from + i }))
    const index = focused() === undefined ? -1 : props.items.findIndex(({ id }) => id === focused())
    const item = props.items[index]
    if (!item || (index >= from && index < to)) return shown
    const kept = { id: item.id, item, index }
    return index < from ? [kept, ...shown] : [...shown, kept]
  })
  createEffect(
    on(rows, () => {
      moving = false
      // What was moved within the page has lost the keyboard.
      if (held?.isConnected && document.activeElement === document.body) held.focus({ preventScroll: true })
    }),
  )
  const hold = (target: EventTarget | null) => {
    held = list.contains(target as Node | null) ? (target as HTMLElement) : undefined
    setFocused(held?.closest<HTMLElement>('li')?.dataset.id)
  }

  return (
    <ul
      ref={list}
      role="list"
      class="virtual-list"
      aria-label={props.label}
      style={{ height: `${props.items.length * props.rowPx}px` }}
      onFocusIn={(event) => hold(event.target)}
      onFocusOut={(event) => !moving && hold(event.relatedTarget)}
    >
      <Key each={rows()} by="id">
        {(row) => (
          <li
            data-id={row().id}
            aria-setsize={props.items.length}
            aria-posinset={row().index + 1}
            style={{ height: `${props.rowPx}px`, transform: `translateY(${row().index * props.rowPx}px)` }}
          >
            {props.children(
              () => row().item,
              () => row().index,
            )}
          </li>
        )}
      </Key>
    </ul>
  )
}
