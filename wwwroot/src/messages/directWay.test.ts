import { afterEach, expect, test, vi } from 'vitest'
import { directPlace, directWay, lead } from './directWay'

afterEach(() => void (location.hash = ''))

test.each([
  ['#/dm/bo', { user: 'bo' }],
  ['#/dm/bo/12', { user: 'bo', message: 12 }],
  ['#/dm/bo/0', { user: 'bo' }],
  ['#/dm/bo/x', { user: 'bo' }],
  ['#/dm/', undefined],
  ['#/room/bo', undefined],
  ['', undefined],
])('%s leads to %o', (hash, place) => {
  expect(directPlace(hash)).toEqual(place)
})

test('a way leads where it was made for', () => {
  expect(directPlace(directWay('bo', 3))).toEqual({ user: 'bo', message: 3 })
  expect(directPlace(directWay('bo'))).toEqual({ user: 'bo' })
})

test('a way to where one is is followed too', () => {
  location.hash = directWay('bo')
  const followed = vi.fn()
  window.addEventListener('hashchange', followed, { once: true })
  lead(directWay('bo'))
  expect(followed).toHaveBeenCalledOnce()
})
