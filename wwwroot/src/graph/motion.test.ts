import { createRoot } from 'solid-js'
import { beforeEach, expect, test, vi } from 'vitest'
import { createMotion } from './motion'

let frames: (() => void)[]
let drawn: number
let left: number
let calm: boolean
let visible: boolean

const frame = () => frames.splice(0).forEach((run) => run())
const motion = () =>
  createRoot(() =>
    createMotion({
      step: () => --left > 0,
      draw: () => drawn++,
      calm: () => calm,
      visible: () => visible,
    }),
  )

beforeEach(() => {
  frames = []
  drawn = 0
  left = 5
  calm = false
  visible = true
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
})

test('each frame is one step and one picture, and when nothing moves there are no frames', () => {
  const { wake } = motion()
  wake()
  wake()
  expect(frames).toHaveLength(1)
  for (let passed = 1; passed <= 5; passed++) {
    frame()
    expect(drawn).toBe(passed)
  }
  expect(frames).toEqual([])
  left = 2
  wake()
  frame()
  expect(frames).toHaveLength(1)
})

test('who wants no motion sees the end of it alone', () => {
  calm = true
  motion().wake()
  frame()
  expect(drawn).toBe(1)
  expect(left).toBe(0)
  expect(frames).toEqual([])
})

test('long work on an end that is shown at once lets others in between', () => {
  calm = true
  left = 3
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 20))
  motion().wake()
  frame()
  expect([drawn, left, frames.length]).toEqual([0, 2, 1])
  frame()
  frame()
  expect([drawn, left, frames.length]).toEqual([1, 0, 0])
  vi.restoreAllMocks()
})

test('while it is hidden nothing runs', () => {
  visible = false
  motion().wake()
  frame()
  expect([drawn, left, frames.length]).toEqual([0, 5, 0])
})
