import { screen, within } from '@solidjs/testing-library'
import { expect, test } from 'vitest'
import { atTheDoor, expectAccessible, open } from '../testApp'
import { person } from '../testChat'

const bo = person('Bo', { colour: '#000000' })

test('the entry offers every way in by its name', async () => {
  const { asked, user } = atTheDoor()
  await user.click(screen.getByRole('button', { name: 'Create an account with a passkey' }))
  expect(screen.getByRole('alert')).toHaveTextContent('choose a name')
  await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Ada')
  await user.click(screen.getByRole('button', { name: 'Create an account with a passkey' }))
  await user.click(screen.getByRole('button', { name: 'Sign in with a passkey' }))
  await user.click(screen.getByRole('button', { name: 'Demo: Grace' }))
  expect(asked[0]).toMatch(/^create Ada #/)
  expect(asked.slice(1)).toEqual(['passkey', 'demo Grace'])
  expect(screen.getByRole('button', { name: 'Sign in with GitHub' })).toBeVisible()
  await expectAccessible()
})

test('a sign-in elsewhere that failed is told at the entry', () => {
  open(({ setStatus, setOutcome }) => {
    setStatus('out')
    setOutcome({ code: 'gitHubDenied', retryAfterMs: null })
  })
  expect(screen.getByRole('alert')).toHaveTextContent('You said no at GitHub')
})

test('a guest is offered an account from the menu and keeps the name', async () => {
  const { asked, user } = open()
  await user.click(screen.getByRole('button', { name: /^Account/ }))
  await user.click(screen.getByRole('menuitem', { name: 'Create an account or sign in' }))
  await user.click(await screen.findByRole('button', { name: 'Create an account with a passkey' }))
  expect(asked).toContain('create Ada #4d7cf3')
})

const asIdentity = () => open(({ setMe }) => void setMe(person('Ada', { guest: false, handle: 'ada' })))

async function openSettings(user: ReturnType<typeof open>['user'], tab: string) {
  await user.click(screen.getByRole('button', { name: /^Account/ }))
  await user.click(screen.getByRole('menuitem', { name: 'Settings' }))
  await user.click(await screen.findByRole('tab', { name: tab }))
}

test('the profile is changed as a whole, and what is wrong with it is told', async () => {
  const { answers, asked, user } = asIdentity()
  await openSettings(user, 'Profile')
  await user.type(screen.getByRole('textbox', { name: 'Status' }), 'counting')
  answers.account = [{ code: 'handleTaken', retryAfterMs: null }, undefined]
  await user.click(screen.getByRole('button', { name: 'Save profile' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Somebody has this handle')
  expect(screen.getByRole('textbox', { name: 'Handle' })).toBeInvalid()
  await user.click(screen.getByRole('button', { name: 'Save profile' }))
  expect(await screen.findByText(/^Saved/)).toBeVisible()
  expect(asked).toContain('profile {"name":"Ada","handle":"ada","colour":"#4d7cf3","status":"counting"}')
  await expectAccessible()
})

test('devices are listed, the own one marked, and others signed out', async () => {
  const { asked, user } = asIdentity()
  await openSettings(user, 'Devices')
  const devices = within(await screen.findByRole('list', { name: 'Where you are signed in' }))
  expect(await devices.findByText('This browser')).toBeVisible()
  await user.click(devices.getByRole('button', { name: 'Sign out Safari on iPhone' }))
  await user.click(screen.getByRole('button', { name: 'Sign out all others' }))
  await user.click(screen.getByRole('button', { name: 'Sign out everywhere' }))
  expect(asked).toEqual(['list devices', 'end s2', 'end others', 'sign out everywhere'])
  await expectAccessible()
})

test('what needs a fresh sign-in is done after it', async () => {
  const { answers, asked, user } = asIdentity()
  await openSettings(user, 'Sign-in')
  answers.account = [{ code: 'freshSignInNeeded', retryAfterMs: null }, undefined]
  await user.click(await screen.findByRole('button', { name: 'Remove Laptop' }))
  await user.click(await screen.findByRole('button', { name: 'Confirm with a passkey' }))
  expect(asked).toEqual(['remove w1', 'passkey', 'remove w1'])
  expect(screen.queryByRole('alert')).toBeNull()
  await expectAccessible()
})

test('the account is exported, and deleted only after asking', async () => {
  const { answers, asked, user } = asIdentity()
  await openSettings(user, 'Account')
  answers.account = [{ code: 'freshSignInNeeded', retryAfterMs: null }, undefined, undefined]
  await user.click(screen.getByRole('button', { name: 'Export my data' }))
  await user.click(await screen.findByRole('button', { name: 'Confirm with a passkey' }))
  await user.click(screen.getByRole('button', { name: 'Delete my account' }))
  const dialog = within(screen.getByRole('dialog', { name: 'Delete your account?' }))
  await user.click(dialog.getByRole('checkbox', { name: 'Also remove everything I wrote' }))
  await user.click(dialog.getByRole('button', { name: 'Delete' }))
  expect(asked).toEqual(['export', 'passkey', 'export', 'delete true'])
  await expectAccessible()
})

test('the first who enters the code runs the place: who may come in, and who has to go', async () => {
  const { asked, setPeople, user } = asIdentity()
  setPeople([{ profile: bo, devices: ['desktop'], presence: 'online' as const }])
  await openSettings(user, 'Server')
  await user.type(screen.getByRole('textbox', { name: 'Operator code' }), 'ABCDE-FGHJK')
  await user.click(screen.getByRole('button', { name: 'Become operator' }))
  await user.click(await screen.findByRole('checkbox', { name: 'Guests are welcome' }))
  await user.click(screen.getByRole('button', { name: 'Remove Bo' }))
  const dialog = within(screen.getByRole('dialog', { name: 'Remove Bo?' }))
  await user.click(dialog.getByRole('button', { name: 'Remove' }))
  await user.type(screen.getByRole('textbox', { name: /by handle/ }), 'nobody{Enter}')
  expect(await screen.findByRole('alert')).toBeVisible()
  expect(asked).toEqual(['become ABCDE-FGHJK', 'policy {"signUpOpen":true,"guestsWelcome":false}', 'remove bo false'])
  await expectAccessible()
})

test('whoever has an account may become anonymous', async () => {
  const { asked, user } = asIdentity()
  await user.click(screen.getByRole('button', { name: /^Account/ }))
  await user.click(screen.getByRole('menuitem', { name: 'Become anonymous' }))
  expect(asked).toContain('become anonymous')
})
