import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoff } from './backoff'

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

test('a wait is at least nothing and less than 1 s doubled with every attempt up to 10 s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), chance, (attempt, random) => {
      const wait = backoff(attempt, () => random)
      expect(wait).toBeGreaterThanOrEqual(0)
      expect(wait).toBeLessThan(Math.min(10_000, 1_000 * 2 ** (attempt - 1)) + 1)
    }),
  )
})

test('waits are spread over the whole range', () => {
  expect([0, 0.25, 0.5, 0.999].map((random) => backoff(4, () => random))).toEqual([0, 2_000, 4_000, 7_992])
})

test('a server that is back within five seconds is found again before anyone is seen leaving', () => {
  const graceMs = 15_000
  fc.assert(
    fc.property(fc.nat(5_000), fc.array(chance, { minLength: 40, maxLength: 40 }), (backMs, chances) => {
      const waits = chances.map((random, index) => backoff(index + 1, () => random))
      const tries = waits.map((_, index) => waits.slice(0, index + 1).reduce((sum, wait) => sum + wait, 0))
      expect(tries.find((tryMs) => tryMs >= backMs) ?? 0).toBeLessThan(graceMs)
    }),
  )
})
