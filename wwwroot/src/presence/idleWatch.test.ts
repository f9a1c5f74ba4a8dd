import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../clock'
import { limits } from '../contract'
import { createIdleWatch, type IdleWatch } from './idleWatch'

const { idleAfterMs } = limits
let input = () => {}
let listening = false
let heard: boolean[] = []
let watch: IdleWatch
const pass = (ms: number) => vi.advanceTimersByTime(ms)

beforeEach(() => {
  vi.useFakeTimers()
  heard = []
  const listen = (happened: () => void) => {
    input = happened
    listening = true
    return () => void (listening = false)
  }
  watch = createIdleWatch(systemClock, listen, (idle) => heard.push(idle))
})
afterEach(() => {
  watch.end()
  vi.useRealTimers()
})

test('a tab is idle exactly when there was no input for long enough', () => {
  pass(idleAfterMs - 1)
  expect(watch.idle()).toBe(false)
  expect(heard).toEqual([])
  pass(1)
  expect(watch.idle()).toBe(true)
  pass(10 * idleAfterMs)
  expect(heard).toEqual([true])
})

test('input begins the time anew, also in the last moment', () => {
  pass(idleAfterMs - 1)
  input()
  pass(idleAfterMs - 1)
  expect(watch.idle()).toBe(false)
  pass(1)
  expect(watch.idle()).toBe(true)
})

test('input ends it, once, and it comes again', () => {
  pass(idleAfterMs)
  input()
  input()
  expect(watch.idle()).toBe(false)
  expect(heard).toEqual([true, false])
  pass(idleAfterMs - 1)
  expect(watch.idle()).toBe(false)
  pass(1)
  expect(heard).toEqual([true, false, true])
})

test('whatever moves, one timer runs', () => {
  for (let move = 0; move < 1_000; move++) {
    pass(10)
    input()
  }
  expect(vi.getTimerCount()).toBe(1)
  pass(idleAfterMs)
  expect(watch.idle()).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})

test('it ends with its tab', () => {
  watch.end()
  expect(listening).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
})
