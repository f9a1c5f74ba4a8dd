import { screen, within } from '@solidjs/testing-library'
import { describe, expect, test, vi } from 'vitest'
import { expectAccessible, open } from '../../testApp'
import type { NewDeviceAbort } from '../pairingNewDevice'
import type { Joining } from './devicesView'
import { expectPlain, inMinutes, openPage } from './testDevicesPage'

const outside = (prepare: (world: ReturnType<typeof open>) => void = () => {}) =>
  openPage((world) => {
    world.setKeys('elsewhere')
    prepare(world)
  })
const joining = (state: Joining) => outside(({ devices }) => void devices.setJoining(state))
const main = () => screen.getByRole('main')
const way = (name: string) => within(screen.getByRole('group', { name }))
const gone = { code: 'pairingOver', retryAfterMs: null } as const

describe('a browser that cannot read the messages', () => {
  test('says so, and offers three ways', async () => {
    outside()
    expect(screen.getByRole('heading', { name: 'This device cannot read your messages yet' })).toBeVisible()
    expect(way('Use another device').getByText(/from a device on which you can read/)).toBeVisible()
    expect(way('Recovery code').getByRole('textbox', { name: 'Your recovery code' })).toBeVisible()
    expect(screen.getByText('I have neither: start over')).toBeVisible()
    expectPlain(main())
    await expectAccessible()
  })

  test('that was removed says so, and can be added again', async () => {
    outside(({ setKeys }) => void setKeys('removed'))
    expect(screen.getByRole('heading', { name: 'This device cannot read your messages any more' })).toBeVisible()
    expect(screen.getByText(/removed on another of your devices/)).toBeVisible()
    expect(way('Use another device').getByRole('button', { name: 'Use another device' })).toBeVisible()
    expectPlain(main())
    await expectAccessible()
  })

  test('that belongs to what was started over elsewhere asks whether that was its owner', async () => {
    const { asked, user } = outside(({ setKeys }) => void setKeys('replaced'))
    expect(screen.getByRole('alert')).toHaveTextContent('Your account was started over on another device')
    expect(screen.getByText(/What this device kept of your old messages goes/)).toBeVisible()
    expect(screen.getByText(/somebody is signed in as you/)).toBeVisible()
    expectPlain(main())
    await expectAccessible()
    await user.click(screen.getByRole('button', { name: 'It was me' }))
    await user.click(screen.getByRole('button', { name: 'Sign out everywhere' }))
    expect(asked).toEqual(expect.arrayContaining(['forget replaced', 'sign out everywhere']))
  })

  test('shows the messages as soon as it may', () => {
    const { setKeys } = joining({ kind: 'confirming' })
    setKeys('ready')
    expect(screen.getByRole('textbox', { name: 'Message' })).toBeVisible()
    expect(screen.queryByText(/cannot read your messages/)).toBeNull()
  })
})

describe('by another device', () => {
  test('it is asked by a press, and says why it was not', async () => {
    const { asked, devices, user } = outside(({ devices: { answers } }) => {
      answers.refusals = [{ code: 'tooManyPairings', retryAfterMs: null }, undefined]
    })
    await user.click(screen.getByRole('button', { name: 'Use another device' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Several browsers ask to be added already')
    await user.click(screen.getByRole('button', { name: 'Use another device' }))
    expect(asked.filter((what) => what === 'ask devices')).toHaveLength(2)
    expect(screen.queryByRole('alert')).toBeNull()
    devices.setJoining({ kind: 'asked', until: inMinutes(10) })
    expect(screen.getByText('Waiting for your other device.')).toHaveAttribute('role', 'status')
  })

  test('while the server is slow a second press asks nothing', async () => {
    let answer!: () => void
    const { user } = outside(({ devices: { view } }) => {
      view.ask = vi.fn(() => new Promise<undefined>((done) => (answer = () => done(undefined))))
    })
    const button = screen.getByRole('button', { name: 'Use another device' })
    await user.click(button)
    await vi.waitFor(() => expect(button).toHaveTextContent('Asking…'))
    expect(button).toHaveAttribute('aria-disabled', 'true')
    answer()
    await vi.waitFor(() => expect(button).toHaveTextContent('Use another device'))
  })

  test('it is told what to do there, for how long, and can be cancelled', async () => {
    const { asked, user } = joining({ kind: 'asked', until: inMinutes(9) })
    const step = way('Open ChatMux on your other device')
    expect(step.getByText(/It will ask about this one/)).toHaveTextContent('Choose Add it there.')
    expect(step.getByText(/^\d+:\d\d left$/)).toHaveAttribute('aria-hidden', 'true')
    expect(step.getByText(/^Until /)).toHaveClass('spoken')
    // One thing at a time.
    expect(screen.queryByRole('group', { name: 'Recovery code' })).toBeNull()
    expectPlain(main())
    await expectAccessible()
    await user.click(step.getByRole('button', { name: 'Cancel' }))
    expect(asked).toContain('cancel asking')
  })

  test('without a connection it says that nothing is lost', () => {
    const { setState } = joining({ kind: 'asked', until: inMinutes(9) })
    setState({ phase: 'waiting', retryAtMs: inMinutes(1), attempt: 1, networkDown: true })
    expect(screen.getByText(/There is no connection at the moment/).parentElement).toHaveAttribute('role', 'status')
    setState({ phase: 'online' })
    expect(screen.queryByText(/There is no connection at the moment/)).toBeNull()
  })

  test('the code is six digits in two groups, and read aloud one by one', async () => {
    joining({ kind: 'code', code: '048213', until: inMinutes(3) })
    const step = way('Type this code on your other device')
    expect(step.getByText('048')).toBeVisible()
    expect(step.getByText('213')).toBeVisible()
    expect(step.getByText('0 4 8, 2 1 3')).toHaveClass('spoken')
    expectPlain(main())
    await expectAccessible()
  })

  test('the keyboard follows from step to step', async () => {
    const { devices, user } = outside()
    await user.click(screen.getByRole('button', { name: 'Use another device' }))
    devices.setJoining({ kind: 'asked', until: inMinutes(10) })
    const step = () => screen.getByRole('group', { name: /your other device/i }).parentElement
    expect(step()).toHaveFocus()
    await user.tab()
    expect(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus()
    devices.setJoining({ kind: 'code', code: '000111', until: inMinutes(3) })
    expect(step()).toHaveFocus()
  })

  test('at the end the owner looks at the other device, and is told why', async () => {
    const { asked, user } = joining({ kind: 'confirming' })
    const step = way('Does your other device show ✓?')
    expect(step.getByText(/only the other one knows that the code was right/)).toBeVisible()
    expectPlain(main())
    await expectAccessible()
    await user.click(step.getByRole('button', { name: 'Yes, it does' }))
    expect(asked).toContain('confirm ✓')
  })

  test('what was confirmed and refused can be confirmed again', async () => {
    const { devices, user } = joining({ kind: 'confirming' })
    devices.answers.refusals = [{ code: 'unavailable', retryAfterMs: null }]
    await user.click(screen.getByRole('button', { name: 'Yes, it does' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('cannot do this right now')
    expect(screen.getByRole('button', { name: 'Yes, it does' })).toHaveAttribute('aria-disabled', 'false')
  })

  test('whoever says no is told what that means, and may try again', async () => {
    const { asked, devices, user } = joining({ kind: 'confirming' })
    await user.click(screen.getByRole('button', { name: 'No' }))
    expect(asked).toContain('deny ✓')
    devices.setJoining({ kind: 'idle' })
    expect(screen.getByText(/nothing was taken over here/)).toHaveAttribute('role', 'status')
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible()
  })

  test.each([
    ['expired', /took too long/],
    ['ended', /or the code was wrong there/],
    ['key', /did not understand each other/],
    ['device', /did not understand each other/],
    ['grant', /did not understand each other/],
    ['signer', /not from your other device/],
    ['mac', /not from your other device/],
    ['chain', /not from your other device/],
  ] satisfies [NewDeviceAbort, RegExp][])('that came to nothing (%s) says why, and is tried again', (why, text) => {
    joining({ kind: 'idle', why })
    expect(screen.getByRole('alert')).toHaveTextContent(text)
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible()
    expectPlain(main())
  })
})

describe('by the recovery code', () => {
  const type = async (user: ReturnType<typeof open>['user'], code: string) => {
    const box = screen.getByRole('textbox', { name: 'Your recovery code' })
    await user.clear(box)
    await user.type(box, `${code}{Enter}`)
    return box
  }

  test('it is typed as one likes, and right', async () => {
    const { asked, user } = outside(({ devices: { view } }) => {
      view.recover = async (typed) => void asking.push(typed)
    })
    const asking: string[] = []
    await type(user, 'abcde fgh12-34567')
    expect(asking).toEqual(['abcde fgh12-34567'])
    expect(screen.queryByRole('alert')).toBeNull()
    expect(asked).not.toContain('ask devices')
  })

  test.each([
    ['noCode', 'ABC', /has 26 letters and digits. Here are 3./],
    ['noCode', '-', /Type your recovery code/],
    ['noCode', 'ABU', /never the letter U/],
    ['wrong', 'ABC', /not your recovery code. Look for a typing mistake/],
    ['missing', 'ABC', /does not have what belongs to it/],
    ['noPaper', 'ABC', /There is no recovery code/],
    ['keys', 'ABC', /does not fit your account/],
  ] as const)('%s: it is said what is wrong with %s', async (answer, typed, text) => {
    const { user } = outside(({ devices: { answers } }) => void (answers.codes = [answer]))
    const box = await type(user, typed)
    expect(await screen.findByRole('alert')).toHaveTextContent(text)
    expect(box).toBeInvalid()
    expect(box).toHaveAccessibleDescription(text)
    expect(box).toHaveFocus()
    expectPlain(main())
    await expectAccessible()
  })

  test('what the server refuses is told', async () => {
    const { user } = outside(({ devices: { answers } }) => void (answers.codes = [gone]))
    await type(user, 'ABC')
    expect(await screen.findByRole('alert')).toHaveTextContent('Please begin again')
  })

  test('that there is none is said', async () => {
    outside(({ devices }) => void devices.setHasCode(false))
    expect(way('Recovery code').getByText(/There is none for your account/)).toBeVisible()
    expect(screen.queryByRole('textbox', { name: 'Your recovery code' })).toBeNull()
    await expectAccessible()
  })
})

describe('starting over', () => {
  test('is last, says before what it costs, and wants to be understood', async () => {
    const { asked, user } = outside()
    const button = () => screen.getByRole('button', { name: 'Start over' })
    await user.click(screen.getByText('I have neither: start over'))
    expect(screen.getByText(/old messages cannot be read any more/)).toBeVisible()
    expect(screen.getByText(/Your friends see a warning/)).toBeVisible()
    expect(screen.getByText(/It takes 24 hours/)).toHaveTextContent('any of your devices can say no')
    expect(button()).toBeDisabled()
    await user.click(screen.getByRole('checkbox', { name: 'I understand that my old messages are lost' }))
    expectPlain(main())
    await expectAccessible()
    await user.click(button())
    expect(asked).toContain('start over')
  })

  test('needs somebody who has just shown who they are', async () => {
    const { asked, user } = outside(({ devices: { answers } }) => {
      answers.refusals = [{ code: 'freshSignInNeeded', retryAfterMs: null }, undefined]
    })
    await user.click(screen.getByText('I have neither: start over'))
    await user.click(screen.getByRole('checkbox'))
    await user.click(screen.getByRole('button', { name: 'Start over' }))
    await user.click(await screen.findByRole('button', { name: 'Confirm with a passkey' }))
    expect(asked.filter((what) => /start over|passkey/.test(what))).toEqual(['start over', 'passkey', 'start over'])
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('says when it happens, and can be called off', async () => {
    const { asked, user } = outside(({ devices }) => void devices.setStartsOverAt(inMinutes(22 * 60)))
    const step = way('You are starting over')
    expect(step.getByRole('status')).toHaveTextContent(/It happens .* at .*, in about 22 hours\./)
    expect(step.queryByRole('button', { name: 'Start over now' })).toBeNull()
    expect(screen.queryByText('I have neither: start over')).toBeNull()
    expectPlain(main())
    await expectAccessible()
    await user.click(step.getByRole('button', { name: 'Do not start over' }))
    expect(asked).toContain('do not start over')
  })

  test('is done when the time is over', async () => {
    const { asked, user } = outside(({ devices }) => void devices.setStartsOverAt(inMinutes(-1)))
    const step = way('You are starting over')
    expect(step.getByRole('status')).toHaveTextContent('nobody has said no')
    await user.click(step.getByRole('button', { name: 'Start over now' }))
    expect(asked).toContain('begin anew')
    await expectAccessible()
  })
})
