import { fireEvent, render, screen } from '@solidjs/testing-library'
import { createSignal, For, Show } from 'solid-js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { VirtualList } from './virtualList'

// jsdom lays nothing out: a view of 400 px, whose list begins 100 px below the top of what is scrolled.
const rowPx = 40
const viewPx = 400
const abovePx = 100
const overscan = 12

beforeEach(() => {
  const layout = {
    offsetHeight: () => viewPx,
    offsetWidth: () => 300,
    clientHeight: () => viewPx,
    scrollHeight: () => 100_000,
  }
  for (const [name, get] of Object.entries(layout))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get })
  HTMLElement.prototype.getBoundingClientRect = function () {
    const top = this.tagName === 'UL' ? abovePx - (this.closest('.scroller')?.scrollTop ?? 0) : 0
    return { top, left: 0, right: 300, bottom: top + viewPx, width: 300, height: viewPx, x: 0, y: top } as DOMRect
  }
})
afterEach(() => {
  for (const name of ['offsetHeight', 'offsetWidth', 'clientHeight', 'scrollHeight', 'getBoundingClientRect'])
    Reflect.deleteProperty(HTMLElement.prototype, name)
})

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `p${from + index}`, name: `Person ${from + index}` }))

function show(count: number) {
  const [items, setItems] = createSignal(numbered(0, count))
  const [scroller, setScroller] = createSignal<HTMLElement>()
  render(() => (
    <div class="scroller" ref={setScroller}>
      <Show when={scroller()}>
        {(scrolls) => (
          <div>
            <VirtualList label="People" items={items()} rowPx={rowPx} scroller={scrolls()}>
              {(item, index) => (
                <>
                  <button type="button">{item().name}</button>
                  <For each={['Accept', 'Decline']}>
                    {(act) => <button type="button">{`${act} ${index()}`}</button>}
                  </For>
                </>
              )}
            </VirtualList>
          </div>
        )}
      </Show>
    </div>
  ))
  const list = screen.getByRole('list', { name: 'People' })
  const ids = () => [...list.querySelectorAll('li')].map(({ dataset }) => dataset.id)
  const row = (id: string) => list.querySelector<HTMLElement>(`li[data-id=${id}]`)
  const scroll = async (to: number) => {
    const element = scroller()!
    element.scrollTop = to
    await fireEvent.scroll(element)
  }
  return { list, ids, row, scroll, setItems }
}
const range = (from: number, to: number) => numbered(from, to - from).map(({ id }) => id)

test('a short list is all there', () => {
  const { ids, list } = show(60)
  expect(ids()).toEqual(range(0, 60))
  expect(list.style.height).toBe(`${60 * rowPx}px`)
})

test('of 2,000 only those near the view are in the page, and the list is as high as all', async () => {
  const { ids, list, row, scroll } = show(2_000)
  expect(list.style.height).toBe(`${2_000 * rowPx}px`)
  expect(ids()[0]).toBe('p0')
  expect(ids().length).toBeGreaterThanOrEqual(Math.floor((viewPx - abovePx) / rowPx))
  expect(ids().length).toBeLessThanOrEqual(viewPx / rowPx + overscan + 1)
  await scroll(abovePx + 1_000 * rowPx)
  expect(ids().length).toBeLessThanOrEqual(viewPx / rowPx + 2 * overscan + 2)
  for (const seen of range(1_000, 1_010)) expect(ids()).toContain(seen)
  expect(ids()).not.toContain('p0')
  expect(row('p1000')!.style.transform).toBe(`translateY(${1_000 * rowPx}px)`)
  expect(row('p1000')).toHaveAttribute('aria-posinset', '1001')
  expect(row('p1000')).toHaveAttribute('aria-setsize', '2000')
  await scroll(abovePx + 2_000 * rowPx - viewPx)
  expect(ids().at(-1)).toBe('p1999')
})

test('an item keeps its element when it moves or changes', async () => {
  const { ids, row, setItems } = show(2_000)
  const element = row('p3')!
  const button = element.querySelector('button')
  setItems((items) => [{ id: 'new', name: 'New' }, ...items])
  expect(row('p3')).toBe(element)
  expect(element.style.transform).toBe(`translateY(${4 * rowPx}px)`)
  expect(element).toHaveTextContent('Accept 4')
  setItems((items) => items.map((item) => (item.id === 'p3' ? { ...item, name: 'Renamed' } : item)))
  expect(ids().slice(0, 2)).toEqual(['new', 'p0'])
  setItems((items) => items.filter(({ id }) => id !== 'new'))
  expect(row('p3')).toHaveTextContent(/^Renamed/)
  expect(button).toBeInTheDocument()
})

test('whoever has the keyboard stays when scrolled out of sight, and until it goes elsewhere', async () => {
  const { ids, row, scroll } = show(2_000)
  const element = row('p2')!
  element.querySelector('button')!.focus()
  await scroll(abovePx + 1_000 * rowPx)
  expect(row('p2')).toBe(element)
  expect(element.querySelector('button')).toHaveFocus()
  expect(element.style.transform).toBe(`translateY(${2 * rowPx}px)`)
  expect(ids()).not.toContain('p1')
  await scroll(abovePx)
  expect(element.querySelector('button')).toHaveFocus()
  expect(ids().slice(0, 4)).toEqual(['p0', 'p1', 'p2', 'p3'])
  await scroll(abovePx + 1_000 * rowPx)
  row('p1005')!.querySelector('button')!.focus()
  expect(row('p2')).toBeNull()
  await scroll(0)
  expect(ids().at(-1)).toBe('p1005')
  expect(row('p1005')!.querySelector('button')).toHaveFocus()
})

test('it stays too while the keyboard moves on within it', async () => {
  const { row, scroll } = show(2_000)
  const element = row('p2')!
  const [name, accept] = element.querySelectorAll('button')
  name!.focus()
  await scroll(abovePx + 1_000 * rowPx)
  accept!.focus()
  expect(row('p2')).toBe(element)
  expect(accept).toHaveFocus()
})

test('when the one with the keyboard is gone, so is its line', async () => {
  const { row, scroll, setItems } = show(2_000)
  row('p2')!.querySelector('button')!.focus()
  await scroll(abovePx + 1_000 * rowPx)
  setItems((items) => items.filter(({ id }) => id !== 'p2'))
  expect(row('p2')).toBeNull()
})

test('a list grows from short to long and back', async () => {
  const { ids, setItems } = show(10)
  setItems(numbered(0, 500))
  expect(ids().length).toBeLessThan(60)
  setItems(numbered(0, 20))
  expect(ids()).toEqual(range(0, 20))
  setItems([])
  expect(ids()).toEqual([])
})
