import { screen } from '@solidjs/testing-library'
import { expect, test } from 'vitest'
import { expectAccessible, open } from '../testApp'

const account = () => screen.getByRole('button', { name: /^Account/ })

test('how one is seen is chosen in the account’s menu, and shown at its button', async () => {
  const { asked, user } = open()
  expect(account()).toHaveAccessibleName('Account: Ada')
  await user.click(account())
  expect(screen.getAllByRole('menuitemradio').map(({ textContent }) => textContent)).toEqual([
    'Online',
    'Do not disturbNo sounds, no notifications',
    'InvisibleYou seem to be offline',
  ])
  expect(screen.getByRole('menuitemradio', { name: 'Online' })).toBeChecked()
  await expectAccessible()
  await user.click(screen.getByRole('menuitemradio', { name: /^Do not disturb/ }))
  expect(asked).toEqual(['appear doNotDisturb'])
  expect(account()).toHaveAccessibleName('Account: Ada, Do not disturb')
  expect(account()).toHaveTextContent('Do not disturb')
  expect(screen.queryByRole('menu')).toBeNull()
  expect(account()).toHaveFocus()
  await user.click(account())
  expect(screen.getByRole('menuitemradio', { name: /^Do not disturb/ })).toBeChecked()
  expect(screen.getByRole('menuitemradio', { name: 'Online' })).not.toBeChecked()
})

test('by keyboard too', async () => {
  const { asked, user } = open()
  account().focus()
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Enter}')
  expect(asked).toEqual(['appear invisible'])
  expect(account()).toHaveFocus()
})

test('another tab’s choice is shown here', () => {
  const { setPresence } = open()
  setPresence({ availability: 'invisible', connections: [] })
  expect(account()).toHaveAccessibleName('Account: Ada, Invisible')
})

test('a choice that was refused says why', async () => {
  const { answers, user } = open()
  answers.account = [{ code: 'unavailable', retryAfterMs: null }]
  await user.click(account())
  await user.click(screen.getByRole('menuitemradio', { name: /^Invisible/ }))
  expect(await screen.findByRole('alert')).toHaveTextContent('cannot do this right now')
  await expectAccessible()
})
