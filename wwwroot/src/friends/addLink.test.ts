import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addAddress, forgetLink, isToken, pendingLink, takeLink } from './addLink'

const token = '0123456789abcdef'.repeat(2)

beforeEach(() => {
  forgetLink()
  history.replaceState(null, '', '/')
})
afterEach(() => void vi.restoreAllMocks())

test('the address leads to the server that was named, whatever page it names', () => {
  expect(addAddress('https://chat.example.org/', token)).toBe(`https://chat.example.org/add/#${token}`)
  expect(addAddress('https://chat.example.org/somewhere?x#y', token)).toBe(`https://chat.example.org/add/#${token}`)
  expect(addAddress('http://localhost:5080', token)).toBe(`http://localhost:5080/add/#${token}`)
})

test('a token is 32 small hexadecimal digits', () => {
  expect(isToken(token)).toBe(true)
  for (const wrong of ['', token.slice(1), `${token}0`, token.toUpperCase(), `${token}\n`, `${token.slice(1)}/`])
    expect(isToken(wrong)).toBe(false)
})

test('a link is taken out of the address, which keeps everything else, and kept', () => {
  history.replaceState({ kept: true }, '', `/add/${token}?signIn=added#/room/tea`)
  expect(takeLink()).toBe(token)
  expect(location.pathname + location.search + location.hash).toBe('/?signIn=added#/room/tea')
  expect(history.state).toEqual({ kept: true })
  expect(pendingLink()).toBe(token)
})

test('it lasts over a reload until it is forgotten', () => {
  history.replaceState(null, '', `/add/${token}`)
  takeLink()
  expect(takeLink()).toBe(token)
  forgetLink()
  expect(pendingLink()).toBeUndefined()
  expect(takeLink()).toBeUndefined()
})

test('another address has none and is left alone', () => {
  history.replaceState(null, '', '/somewhere#/add/x')
  expect(takeLink()).toBeUndefined()
  expect(location.href).toMatch(/\/somewhere#\/add\/x$/)
})

test('a malformed one is kept too, so that its opener is told', () => {
  history.replaceState(null, '', '/add/')
  expect(takeLink()).toBe('')
  history.replaceState(null, '', '/add/else/where')
  expect(takeLink()).toBe('else/where')
  expect(location.pathname).toBe('/')
})

test('without storage it lasts as long as the page', () => {
  const blocked = () => {
    throw new DOMException('blocked', 'SecurityError')
  }
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(blocked)
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(blocked)
  vi.spyOn(Storage.prototype, 'removeItem').mockImplementation(blocked)
  history.replaceState(null, '', `/add/${token}`)
  expect(takeLink()).toBe(token)
  forgetLink()
  expect(pendingLink()).toBeUndefined()
})
