import { screen, within } from '@solidjs/testing-library'
import { describe, expect, test, vi } from 'vitest'
import { expectAccessible } from '../../testApp'
import type { TrustedDeviceAbort } from '../pairingTrustedDevice'
import type { DeviceRequest } from './devicesView'
import { expectPlain, inMinutes, openPage } from './testDevicesPage'

const request = (state: DeviceRequest['state'], more: Partial<DeviceRequest> = {}): DeviceRequest => ({
  pairing: 'p1',
  name: 'Firefox on Linux',
  endsAt: inMinutes(10),
  state,
  ...more,
})
const openWith = (state: DeviceRequest['state']) =>
  openPage(({ devices }) => void devices.setRequests([request(state)]))
const dialog = () => screen.getByRole('dialog', { name: 'Add a device' })
const code = () => within(dialog()).getByRole('textbox', { name: 'Code on the other device' })
const shown = (kind: 'code') => ({ kind, until: inMinutes(3) }) as const

describe('a browser that asks', () => {
  test('is told of wherever one is, and takes nobody away from what they do', async () => {
    const { devices, user } = openPage()
    const box = screen.getByRole('textbox', { name: 'Message' })
    await user.type(box, 'hel')
    devices.setRequests([request({ kind: 'asked' })])
    expect(screen.getByText(/A browser wants to read your messages/)).toHaveTextContent(
      'A browser wants to read your messages: Firefox on Linux, just now. Did you do that?',
    )
    expect(screen.getByText(/A browser wants to read your messages/)).toHaveAttribute('role', 'status')
    await user.keyboard('lo')
    expect(box).toHaveValue('hello')
    expect(screen.queryByRole('dialog')).toBeNull()
    expectPlain(document.body)
    await expectAccessible()
  })

  test('of several each is answered for itself', async () => {
    const { asked, user } = openPage(({ devices }) => {
      devices.setRequests([request({ kind: 'asked' }), request({ kind: 'asked' }, { pairing: 'p2', name: '' })])
    })
    expect(screen.getByText(/Unnamed browser/)).toBeVisible()
    await user.click(screen.getAllByRole('button', { name: 'No' })[1]!)
    expect(asked).toContain('dismiss p2')
  })

  test('is not added by a no, and the keyboard stays where it was', async () => {
    const { container, devices, user } = openWith({ kind: 'asked' })
    const no = screen.getByRole('button', { name: 'No' })
    no.focus()
    await user.keyboard('{Enter}')
    devices.setRequests([])
    expect(container.querySelector('.device-notices')).toHaveFocus()
  })

  test('waits for the other browser after a yes, which the server may refuse', async () => {
    const { asked, devices, user } = openWith({ kind: 'asked' })
    devices.answers.refusals = [{ code: 'pairingTaken', retryAfterMs: null }, undefined]
    await user.click(screen.getByRole('button', { name: 'Add it' }))
    expect(await within(dialog()).findByRole('alert')).toHaveTextContent('on another of your devices already')
    await user.click(within(dialog()).getByRole('button', { name: 'Try again' }))
    expect(asked.filter((what) => what === 'accept p1')).toHaveLength(2)
    devices.setRequests([request({ kind: 'accepted' })])
    expect(within(dialog()).getByText(/Waiting for the other browser/)).toHaveAttribute('role', 'status')
    await expectAccessible()
    await user.click(within(dialog()).getByRole('button', { name: 'Cancel' }))
    expect(asked).toContain('dismiss p1')
  })

  test('that another device goes on with is only told of', async () => {
    const { asked, user } = openWith({ kind: 'elsewhere' })
    expect(screen.getByText(/You are adding/)).toHaveTextContent('on another of your devices')
    await user.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(asked).toContain('dismiss p1')
  })
})

describe('the code', () => {
  const openCode = async () => {
    const world = openWith({ kind: 'asked' })
    await world.user.click(screen.getByRole('button', { name: 'Add it' }))
    world.devices.setRequests([request(shown('code'))])
    await vi.waitFor(() => expect(code()).toHaveFocus())
    return world
  }

  test('has a field of its own that a phone knows, takes spaces, and is sent by Enter', async () => {
    const { asked, user } = await openCode()
    expect(code()).toHaveAttribute('inputmode', 'numeric')
    expect(code()).toHaveAttribute('autocomplete', 'one-time-code')
    expect(within(dialog()).getByText(/Type the code that/)).toHaveTextContent(
      'Never type a code that somebody tells you.',
    )
    expect(within(dialog()).getByText(/^\d+:\d\d left$/)).toBeVisible()
    expectPlain(dialog())
    await expectAccessible()
    await user.paste('123 456')
    await user.keyboard('{Enter}')
    expect(asked).toContain('type 123 456 for p1')
  })

  test('that is none is no guess', async () => {
    const { devices, user } = await openCode()
    devices.answers.typing = ['noCode', undefined]
    await user.keyboard('123{Enter}')
    await vi.waitFor(() => expect(code()).toHaveAccessibleDescription('The code has six digits.'))
    expect(code()).toBeInvalid()
    expect(code()).toHaveFocus()
    await user.keyboard('456{Enter}')
    await vi.waitFor(() => expect(code()).toBeValid())
  })

  test('that the server does not take is typed again', async () => {
    const { devices, user } = await openCode()
    devices.answers.typing = [{ code: 'unavailable', retryAfterMs: null }]
    await user.keyboard('123456{Enter}')
    expect(await within(dialog()).findByRole('alert')).toHaveTextContent('cannot do this right now')
    expect(code()).toHaveValue('123456')
  })

  test('is waited for without a connection', async () => {
    const { setState } = await openCode()
    setState({ phase: 'outage' })
    expect(within(dialog()).getByText(/This goes on by itself/)).toBeVisible()
  })

  test('is not lost when the dialog closes', async () => {
    const { asked, user } = await openCode()
    await user.click(within(dialog()).getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(asked).not.toContain('dismiss p1')
    expect(screen.getByText(/You are adding/)).toHaveTextContent('You are adding Firefox on Linux.')
    expect(screen.getByText(/You are adding/).parentElement).toHaveFocus()
    await user.click(screen.getByRole('button', { name: 'Go on' }))
    await vi.waitFor(() => expect(code()).toHaveFocus())
  })
})

describe('what becomes of it', () => {
  const openDialog = async (state: DeviceRequest['state']) => {
    const world = openWith(state)
    await world.user.click(screen.getByRole('button', { name: /^(Go on|What happened)$/ }))
    return world
  }

  test('it is added, shows ✓, and is done when the other one has said so', async () => {
    const { asked, devices, user } = await openDialog({ kind: 'granting' })
    expect(within(dialog()).getByText(/^Adding/)).toHaveAttribute('role', 'status')
    devices.setRequests([request({ kind: 'added', device: 'd2', confirmed: false })])
    expect(within(dialog()).getByRole('status')).toHaveTextContent(
      'Added. On the other device, say that you see this ✓.',
    )
    expectPlain(dialog())
    await expectAccessible()
    devices.setRequests([request({ kind: 'added', device: 'd2', confirmed: true })])
    expect(within(dialog()).getByRole('status')).toHaveTextContent('Done. Firefox on Linux can read your messages now.')
    await user.click(within(dialog()).getByRole('button', { name: 'Done' }))
    expect(asked).toContain('dismiss p1')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  test('closed before the other one has said so it stays in sight', async () => {
    const { asked, user } = await openDialog({ kind: 'added', device: 'd2', confirmed: false })
    await user.click(within(dialog()).getByRole('button', { name: 'Close' }))
    expect(asked).not.toContain('dismiss p1')
    expect(screen.getByText(/was added/)).toBeVisible()
    expect(screen.getByRole('button', { name: 'Go on' })).toHaveFocus()
  })

  test.each([
    ['cancelled', /You have cancelled this/],
    ['ended', /The other browser has cancelled this/],
    ['expired', /took too long/],
    ['commitment', /Somebody may stand between the two/],
    ['wrongCode', /The code was wrong. Nothing was added. On the other browser, begin again/],
    ['locked', /wrong three times. No browser can be added here for an hour/],
    ['unconfirmed', /It may have been added, but nobody has said so/],
    ['kind', /did not understand each other/],
    ['keys', /did not understand each other/],
    ['signature', /did not understand each other/],
    ['listed', /one of your devices already/],
    ['full', /as many devices as there may be/],
    ['grant', /did not understand each other/],
    ['previous', /did not understand each other/],
  ] satisfies [TrustedDeviceAbort, RegExp][])('%s is said in a sentence', async (why, text) => {
    const { asked, user } = await openDialog({ kind: 'over', why })
    expect(within(dialog()).getByRole('alert')).toHaveTextContent(text)
    expectPlain(document.body)
    await expectAccessible()
    const step = within(within(dialog()).getByText(text).parentElement!)
    await user.click(step.getByRole('button', { name: /^(Close|Keep it)$/ }))
    expect(asked).toContain('dismiss p1')
  })

  test('after a wrong code one may be attacked, and can sign out everywhere', async () => {
    const { asked, user } = await openDialog({ kind: 'over', why: 'wrongCode' })
    expect(within(dialog()).getByText(/somebody is signed in as you/)).toBeVisible()
    await user.click(within(dialog()).getByRole('button', { name: 'Sign out everywhere' }))
    expect(asked).toContain('sign out everywhere')
  })

  test('after three wrong ones nothing can be added until it is told', async () => {
    const { devices } = openWith({ kind: 'asked' })
    devices.setLockedUntil(inMinutes(50))
    expect(screen.getByText(/The code was wrong three times/)).toHaveTextContent(
      /No browser can be added here until \d/,
    )
    expect(screen.queryByRole('button', { name: 'Add it' })).toBeNull()
    expect(screen.getByRole('button', { name: 'No' })).toBeVisible()
    await expectAccessible()
  })

  test('what nobody has confirmed can be removed', async () => {
    const { asked, devices, user } = await openDialog({ kind: 'over', why: 'unconfirmed', device: 'd2' })
    devices.answers.refusals = [{ code: 'unavailable', retryAfterMs: null }, undefined]
    await user.click(within(dialog()).getByRole('button', { name: 'Remove it' }))
    expect(await within(dialog()).findByText(/cannot do this right now/)).toBeVisible()
    await user.click(within(dialog()).getByRole('button', { name: 'Remove it' }))
    await vi.waitFor(() => expect(asked).toContain('dismiss p1'))
    expect(asked.filter((what) => what === 'remove device d2')).toHaveLength(2)
  })

  test('of one that is not known the devices are looked at', async () => {
    const { user } = await openDialog({ kind: 'over', why: 'unconfirmed' })
    await user.click(within(dialog()).getByRole('button', { name: 'Look at your devices' }))
    expect(screen.getByRole('tab', { name: 'Devices' })).toHaveAttribute('aria-selected', 'true')
  })
})

describe('somebody wants to start over', () => {
  test('it is told on every device that can stop it, until it is stopped', async () => {
    const { asked, devices, user } = openPage(({ devices: facts }) => void facts.setStartsOverAt(inMinutes(20 * 60)))
    expect(screen.getByRole('alert')).toHaveTextContent('If that was not you, stop it.')
    expect(screen.getByText(/Otherwise it happens/)).toHaveTextContent('in about 20 hours')
    expectPlain(document.body)
    await expectAccessible()
    devices.answers.refusals = [{ code: 'unavailable', retryAfterMs: null }, undefined]
    await user.click(screen.getByRole('button', { name: 'Stop it' }))
    expect(await screen.findByText(/cannot do this right now/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Stop it' }))
    expect(asked.filter((what) => what === 'do not start over')).toHaveLength(2)
    devices.setStartsOverAt(undefined)
    expect(screen.queryByText(/asked to start over/)).toBeNull()
  })

  test('whoever did it says so once', async () => {
    const at = inMinutes(20 * 60)
    const first = openPage(({ devices }) => void devices.setStartsOverAt(at))
    await first.user.click(screen.getByRole('button', { name: 'It was me' }))
    expect(first.container.querySelector('.device-notices')).toHaveFocus()
    expect(screen.queryByText(/asked to start over/)).toBeNull()
    first.unmount()
    const { devices } = openPage((world) => void world.devices.setStartsOverAt(at + 1_000))
    expect(screen.queryByText(/asked to start over/)).toBeNull()
    devices.setStartsOverAt(at + 24 * 3_600_000)
    expect(screen.getByText(/asked to start over/)).toBeVisible()
  })

  test('where the messages cannot be read there is nothing to stop it with', () => {
    openPage(({ devices, setKeys }) => {
      setKeys('elsewhere')
      devices.setStartsOverAt(inMinutes(60))
    })
    expect(screen.queryByText(/asked to start over/)).toBeNull()
  })
})

describe('news', () => {
  test('of each device and code is told in a line that leads to the devices', async () => {
    const { asked, user } = openPage(({ devices }) => {
      devices.setNews([
        { id: 'n1', kind: 'added', name: 'Safari on iPhone' },
        { id: 'n2', kind: 'removed', name: undefined },
        { id: 'n3', kind: 'newCode', name: undefined },
      ])
    })
    expect(screen.getByText(/A device was added/)).toHaveTextContent('A device was added: Safari on iPhone. Not you?')
    expect(screen.getByText(/A device was removed/)).toHaveTextContent('Unnamed browser')
    expect(screen.getByText(/A new recovery code was made/)).toHaveAttribute('role', 'status')
    expectPlain(document.body)
    await expectAccessible()
    await user.click(screen.getAllByRole('button', { name: 'Dismiss' })[0]!)
    expect(asked).toContain('dismiss news n1')
    expect(screen.queryByText(/A device was added/)).toBeNull()
    await user.click(screen.getAllByRole('button', { name: 'Look at your devices' })[0]!)
    expect(screen.getByRole('tab', { name: 'Devices' })).toHaveAttribute('aria-selected', 'true')
  })
})
