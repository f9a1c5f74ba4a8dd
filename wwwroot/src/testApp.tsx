import { render } from '@solidjs/testing-library'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { beforeEach, expect } from 'vitest'
import { App } from './app'
import { testChat } from './testChat'

// For tests of the whole page, over a `Chat` without a server.

beforeEach(() => {
  localStorage.clear()
  location.hash = ''
})

export function open(prepare: (world: ReturnType<typeof testChat>) => void = () => {}) {
  const world = testChat()
  prepare(world)
  const { container, unmount } = render(() => <App chat={world.chat} />)
  return { ...world, container, unmount, user: userEvent.setup() }
}

/** Somebody who is not in. */
export const atTheDoor = () => open(({ setStatus }) => void setStatus('out'))

/** jsdom lays nothing out, so colours are left to the tests in a browser. */
export async function expectAccessible() {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}
