import { screen, within } from '@solidjs/testing-library'
import { describe, expect, test, vi } from 'vitest'
import { expectAccessible } from '../../testApp'
import { expectPlain, inMinutes, openPage } from './testDevicesPage'
import { listed } from './testDevicesView'

const laptop = listed('laptop', { name: 'Chrome on Windows', current: true, here: true })
const phone = listed('phone', { name: 'Safari on iPhone', addedBy: 'Chrome on Windows', seenAtMs: undefined })
const paper = listed('paper', { kind: 'paper', name: undefined })
const unavailable = { code: 'unavailable', retryAfterMs: null } as const

async function openTab(prepare: (world: ReturnType<typeof openPage>) => void = () => {}) {
  const world = openPage((before) => {
    before.devices.setDevices([laptop, phone, paper])
    prepare(before)
  })
  await world.user.click(screen.getByRole('button', { name: /^Account/ }))
  await world.user.click(screen.getByRole('menuitem', { name: 'Settings' }))
  await world.user.click(await screen.findByRole('tab', { name: 'Devices' }))
  return world
}
const settings = () => screen.getByRole('dialog', { name: 'Settings' })
const section = (name: string) => within(within(settings()).getByRole('region', { name }))
const devices = () => section('Devices that can read your messages')
const code = () => section('Recovery code')
const items = () => devices().getAllByRole('listitem')

describe('the own devices', () => {
  test('are listed with what is known of them, and beside them where one is signed in', async () => {
    const { asked } = await openTab()
    expect(asked).toContain('list devices')
    expect(items()).toHaveLength(2)
    expect(items()[0]).toHaveTextContent(/^Chrome on WindowsAdded on .*, here now/)
    expect(items()[1]).toHaveTextContent(/^Safari on iPhoneAdded on .* by Chrome on Windows/)
    expect(within(items()[0]!).getByText('This browser')).toBeVisible()
    expect(section('Where you are signed in').getByRole('list')).toBeVisible()
    expectPlain(screen.getByRole('tabpanel'))
    await expectAccessible()
  })

  test('without a name have one that says so', async () => {
    await openTab((world) => void world.devices.setDevices([listed('x', { name: undefined, addedAtMs: undefined })]))
    expect(items()[0]).toHaveTextContent(/^Unnamed browserlast seen on/)
    expect(devices().getByRole('button', { name: 'Remove Unnamed browser' })).toBeVisible()
  })

  test('are not there before there is a friend', async () => {
    await openTab((world) => void world.devices.setDevices([]))
    expect(await devices().findByText(/There is none yet/)).toBeVisible()
  })

  test('that cannot be listed say why, and can be tried again', async () => {
    const { asked, user } = await openTab((world) => {
      world.devices.setDevices([])
      world.devices.answers.refusals = [unavailable]
    })
    expect(await devices().findByRole('alert')).toHaveTextContent('cannot do this right now')
    expect(devices().queryByText(/There is none yet/)).toBeNull()
    await user.click(devices().getByRole('button', { name: 'Try again' }))
    expect(asked.filter((what) => what === 'list devices')).toHaveLength(2)
  })

  test('that are slow are waited for', async () => {
    await openTab((world) => {
      world.devices.setDevices([])
      world.devices.view.list = () => new Promise(() => {})
    })
    expect(devices().getByText('Looking…')).toHaveAttribute('role', 'status')
  })

  test('are renamed where they stand', async () => {
    const { asked, user } = await openTab()
    await user.click(devices().getByRole('button', { name: 'Rename Safari on iPhone' }))
    const box = devices().getByRole('textbox', { name: 'New name' })
    expect(box).toHaveFocus()
    await user.keyboard('My phone{Enter}')
    expect(asked).toContain('rename device phone My phone')
    const rename = devices().getByRole('button', { name: 'Rename Safari on iPhone' })
    expect(rename).toHaveFocus()
    await user.keyboard('{Enter}{Escape}')
    expect(settings()).toBeVisible()
    expect(devices().queryByRole('textbox', { name: 'New name' })).toBeNull()
  })

  test('are removed after it was said what that means', async () => {
    const { asked, user } = await openTab()
    await user.click(devices().getByRole('button', { name: 'Remove Safari on iPhone' }))
    const confirm = within(screen.getByRole('dialog', { name: 'Remove Safari on iPhone?' }))
    expect(confirm.getByText(/It can no longer read new messages/)).toBeVisible()
    await user.click(confirm.getByRole('button', { name: 'Cancel' }))
    expect(asked.filter((what) => what.startsWith('remove'))).toEqual([])
    await user.click(devices().getByRole('button', { name: 'Remove Safari on iPhone' }))
    await user.click(screen.getByRole('button', { name: 'Remove' }))
    expect(asked).toContain('remove device phone')
  })

  test('that could not be changed say why', async () => {
    const { user } = await openTab((world) => {
      world.devices.answers.refusals = [undefined, { code: 'tooManyKeyChanges', retryAfterMs: null }]
    })
    await user.click(devices().getByRole('button', { name: 'Rename Safari on iPhone' }))
    await user.keyboard('My phone{Enter}')
    expect(await devices().findByRole('alert')).toHaveTextContent('changed as often as they may be')
  })

  test('are not removed where they are', async () => {
    await openTab()
    expect(devices().queryByRole('button', { name: 'Remove Chrome on Windows' })).toBeNull()
    expect(within(items()[0]!).getByText('To remove this one, use another of your devices.')).toBeVisible()
  })

  test('cannot be changed by a browser that is none of them, which can become one here', async () => {
    await openTab((world) => {
      world.setKeys('elsewhere')
      world.devices.setDevices([phone])
    })
    expect(devices().getByRole('button', { name: 'Use another device' })).toBeVisible()
    expect(devices().queryByRole('button', { name: /^(Rename|Remove)/ })).toBeNull()
    expect(within(settings()).queryByRole('button', { name: /Make a/ })).toBeNull()
    await expectAccessible()
  })

  test('are told there, too, that somebody wants to start over', async () => {
    const { asked, user } = await openTab((world) => void world.devices.setStartsOverAt(inMinutes(600)))
    await user.click(devices().getByRole('button', { name: 'Stop it' }))
    expect(asked).toContain('do not start over')
    expect(devices().queryByRole('button', { name: 'It was me' })).toBeNull()
  })
})

describe('the recovery code', () => {
  test('that is there is looked after, and can be tested', async () => {
    const { asked, devices: own, user } = await openTab()
    expect(await code().findByText('Everything for it is in place.')).toBeVisible()
    await user.click(code().getByRole('button', { name: 'Test your code' }))
    const box = code().getByRole('textbox', { name: 'Your recovery code' })
    expect(box).toHaveFocus()
    own.answers.codes = ['wrong', 'works', unavailable]
    await user.keyboard('ab-c{Enter}')
    expect(asked).toContain('test ab-c')
    expect(await code().findByRole('alert')).toHaveTextContent('not your recovery code')
    expectPlain(screen.getByRole('tabpanel'))
    await expectAccessible()
    await user.keyboard('d{Enter}')
    expect((await code().findByText('This code works.')).parentElement).toHaveAttribute('role', 'status')
    expect(code().queryByRole('alert')).toBeNull()
    await user.click(code().getByRole('button', { name: 'Test it' }))
    expect(await code().findByRole('alert')).toHaveTextContent('cannot do this right now')
    expect(code().queryByText('This code works.')).toBeNull()
  })

  test('that there is none is explained, and one is made', async () => {
    const { user } = await openTab((world) => void world.devices.setHasCode(false))
    expect(code().getByText(/You have none/)).toHaveTextContent('when all your devices are lost')
    expect(code().queryByRole('button', { name: 'Test your code' })).toBeNull()
    await user.click(code().getByRole('button', { name: 'Make a recovery code' }))
    expect(screen.getByRole('dialog', { name: 'Your recovery code' })).toBeVisible()
  })

  test('for which something is missing is replaced', async () => {
    await openTab((world) => void (world.devices.answers.check = 'missing'))
    expect(await code().findByText(/so it would not work. Make a new one/)).toBeVisible()
    expect(code().getByRole('button', { name: 'Make a new code' })).toHaveClass('primary')
  })

  test('of which nothing is known now is asked for again', async () => {
    const { devices: own, user } = await openTab((world) => void (world.devices.answers.check = unavailable))
    expect(await code().findByRole('alert')).toHaveTextContent('cannot do this right now')
    own.answers.check = 'there'
    await user.click(code().getByRole('button', { name: 'Try again' }))
    expect(await code().findByText('Everything for it is in place.')).toBeVisible()
    expect(code().queryByRole('alert')).toBeNull()
  })

  test('is waited for', async () => {
    await openTab((world) => void world.devices.setHasCode(undefined))
    expect(code().getByText('Looking…')).toBeVisible()
  })

  test('that was used should be another one', async () => {
    await openTab((world) => void world.devices.setCameByCode(true))
    expect(code().getByText('Your recovery code was used. Make a new one.')).toBeVisible()
  })

  test('is looked at again when another one was made', async () => {
    const { devices: own, user } = await openTab((world) => void (world.devices.answers.check = 'missing'))
    await user.click(await code().findByRole('button', { name: 'Make a new code' }))
    own.answers.check = 'there'
    const dialog = within(screen.getByRole('dialog', { name: 'Your new recovery code' }))
    await user.click(dialog.getByRole('button', { name: 'Close' }))
    await vi.waitFor(() => expect(code().getByText('Everything for it is in place.')).toBeVisible())
  })
})
