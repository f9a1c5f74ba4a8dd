import { createRoot, createSignal } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ConnectionState } from './connectionView'
import { createShownState } from './shownState'

const waiting: ConnectionState = { phase: 'waiting', retryAtMs: 0, attempt: 1, networkDown: false }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watch() {
  const [state, setState] = createSignal<ConnectionState>({ phase: 'online' })
  const shown = createRoot(() => createShownState(state))
  return { setState, phase: () => shown()?.phase }
}

test('a blip is never told, nor its end', () => {
  const { setState, phase } = watch()
  setState(waiting)
  vi.advanceTimersByTime(900)
  setState({ phase: 'online' })
  vi.advanceTimersByTime(5_000)
  expect(phase()).toBeUndefined()
})

test('trouble is told after a second with what it has become, its end for a moment', () => {
  const { setState, phase } = watch()
  setState({ phase: 'connecting' })
  vi.advanceTimersByTime(600)
  setState(waiting)
  vi.advanceTimersByTime(600)
  expect(phase()).toBe('waiting')
  setState({ phase: 'catchingUp' })
  expect(phase()).toBe('catchingUp')
  setState({ phase: 'online' })
  expect(phase()).toBe('back')
  vi.advanceTimersByTime(3_000)
  expect(phase()).toBeUndefined()
})

test('what does not pass by itself is told at once', () => {
  const { setState, phase } = watch()
  setState({ phase: 'superseded' })
  expect(phase()).toBe('superseded')
})

test('trouble that comes back while the end is shown is told at once', () => {
  const { setState, phase } = watch()
  setState(waiting)
  vi.advanceTimersByTime(1_100)
  setState({ phase: 'online' })
  setState(waiting)
  vi.advanceTimersByTime(10_000)
  expect(phase()).toBe('waiting')
})
