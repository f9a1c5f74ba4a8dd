import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arcText } from './arc'
import { approach, centred, fit, isInView, touchesView, type View } from './camera'
import { inDetail } from './detail'
import { distance } from './geometry'
import { neighbour } from './neighbours'
import { packRoom } from './roomPacking'
import { fitText } from './textFit'

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const text = fc.string({ unit: 'grapheme', maxLength: 60 })

test('in a room everybody stands inside the circle, and nobody on another', () => {
  fc.assert(
    fc.property(fc.array(finite(15, 60), { maxLength: 60 }), (radii) => {
      const { offsets, radius } = packRoom(radii)
      expect(offsets).toHaveLength(radii.length)
      offsets.forEach((at, index) => {
        expect(distance(at, { x: 0, y: 0 }) + (radii[index] ?? NaN)).toBeLessThan(radius)
        for (let other = 0; other < index; other++)
          expect(distance(at, offsets[other] ?? at)).toBeGreaterThan((radii[index] ?? 0) + (radii[other] ?? 0) - 0.01)
      })
    }),
  )
})

test('a label on an arc reads from left to right, upright, above and below', () => {
  fc.assert(
    fc.property(text, finite(20, 400), finite(8, 40), fc.constantFrom('upper' as const, 'lower' as const), (...all) => {
      const [, radius, , side] = all
      const { path } = arcText(...all)
      const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? []
      expect(numbers).toHaveLength(9)
      const [x1 = 0, y1 = 0, rx = 0, ry = 0, , , clockwise, x2 = 0, y2 = 0] = numbers
      expect([x1, y1, rx, ry, y2]).toEqual([-x2, 0, x2, x2, 0])
      expect(x2).toBeCloseTo(radius, 0)
      // From the left end clockwise leads over the top.
      expect(clockwise).toBe(side === 'upper' ? 1 : 0)
    }),
  )
})

test('what is too long ends with an ellipsis and keeps its characters whole; what fits is left alone', () => {
  fc.assert(
    fc.property(text, finite(0, 30), (whole, ems) => {
      const fitted = fitText(whole, ems)
      if (fitted === whole) return
      expect(fitted === '' || fitted.endsWith('…')).toBe(true)
      expect(whole.startsWith(fitted.slice(0, -1))).toBe(true)
      expect(fitText(fitted, ems)).toBe(fitted)
    }),
  )
  expect(fitText('Quantum mechanics', 6)).toBe('Quantum…')
  expect(fitText('Tea', 6)).toBe('Tea')
  expect(fitText('量子力学の入門講座', 6)).toBe('量子力学…')
  expect(fitText('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 3)).toBe('👩‍👩‍👧…')
})

const box = fc
  .tuple(finite(-3_000, 3_000), finite(-3_000, 3_000), finite(0, 4_000), finite(0, 4_000))
  .map(([left, top, wide, high]) => ({ left, top, right: left + wide, bottom: top + high }))
const size = fc.record({ width: finite(200, 2_000), height: finite(200, 2_000) })

test('what is to be seen is wholly in view and in the middle', () => {
  fc.assert(
    fc.property(box, size, ({ left, top, right, bottom }, screen) => {
      const { k, x, y } = fit({ left, top, right, bottom }, screen)
      expect(left * k + x).toBeGreaterThanOrEqual(-0.01)
      expect(top * k + y).toBeGreaterThanOrEqual(-0.01)
      expect(right * k + x).toBeLessThanOrEqual(screen.width + 0.01)
      expect(bottom * k + y).toBeLessThanOrEqual(screen.height + 0.01)
      expect(((left + right) / 2) * k + x).toBeCloseTo(screen.width / 2, 3)
    }),
  )
})

test('the view comes to where it goes, and stays there', () => {
  let view: View = { k: 1, x: 0, y: 0 }
  const goal = centred({ x: 700, y: -300 }, 0.4, { width: 800, height: 600 })
  let frames = 0
  while (view !== goal) {
    view = approach(view, goal, 0.16)
    expect(++frames).toBeLessThan(120)
  }
  expect(approach(goal, goal, 0.16)).toBe(goal)
})

test('arrow keys lead to the nearest on that side, and whoever has gone towards somebody can go back', () => {
  const at = (id: string, x: number, y: number) => ({ id, x, y })
  const all = [at('middle', 0, 0), at('near', 50, 10), at('far', 90, 0), at('above', 10, -60), at('aside', 20, 70)]
  const from = (key: string, id = 'middle') => neighbour(key, all.find((one) => one.id === id) ?? at('', 0, 0), all)
  expect(from('ArrowRight')).toBe('near')
  expect(from('ArrowUp')).toBe('above')
  expect(from('ArrowDown')).toBe('aside')
  expect(from('ArrowLeft')).toBeUndefined()
  expect(from('ArrowLeft', 'near')).toBe('middle')
  expect(from('Enter')).toBeUndefined()
})

test('what is centred is in view as a whole if it fits, and what lies just outside is not seen at all', () => {
  const size = { width: 800, height: 600 }
  fc.assert(
    fc.property(finite(-1e4, 1e4), finite(-1e4, 1e4), finite(1, 2000), finite(0.05, 4), (x, y, r, k) => {
      const view = centred({ x, y }, k, size)
      expect(isInView({ x, y, r }, view, size)).toBe(2 * r * k <= size.height)
      expect(touchesView({ x, y, r }, view, size)).toBe(true)
      const beside = { x: x + size.width / 2 / k + r * 1.01, y, r }
      expect(touchesView(beside, view, size)).toBe(false)
      expect(isInView({ ...beside, x: beside.x - r }, view, size)).toBe(false)
    }),
  )
})

test('in a crowd those in view are drawn in detail, from close enough and as long as they are not a crowd themselves', () => {
  const size = { width: 800, height: 600 }
  const row = Array.from({ length: 100 }, (_, index) => ({ id: `${index}`, x: index * 47, y: 0, r: 21 }))
  const seen = (k: number, people = row) => inDetail(people, centred({ x: 0, y: 0 }, k, size), size).map(({ id }) => id)
  expect(seen(1)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8'])
  expect(seen(2)).toEqual(['0', '1', '2', '3', '4'])
  expect(seen(0.5)).toEqual([])
  expect(seen(1, Array.from({ length: 60 }, () => row).flat())).toEqual([])
})
