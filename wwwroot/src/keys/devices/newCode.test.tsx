import { screen, within } from '@solidjs/testing-library'
import { describe, expect, test, vi } from 'vitest'
import { expectAccessible } from '../../testApp'
import { message } from '../../testChat'
import { groupsOf } from '../recoveryCode'
import { ada, bo, expectPlain, openPage } from './testDevicesPage'
import { drawnCode } from './testDevicesView'

const groups = groupsOf(drawnCode)
const names = ['first', 'second', 'third', 'fourth', 'last']
const card = () => screen.queryByRole('region', { name: 'Recovery code' })
const withoutCode = (prepare: (world: ReturnType<typeof openPage>) => void = () => {}) =>
  openPage((world) => {
    world.devices.setHasCode(false)
    prepare(world)
  })

describe('the card above the composer', () => {
  test('asks for a code before anything is written, and is in nobody’s way', async () => {
    const { asked, user } = withoutCode()
    expect(card()).toHaveTextContent('Save a recovery code first. If you lose this browser, nobody can get')
    await user.type(screen.getByRole('textbox', { name: 'Message' }), 'hello{Enter}')
    expect(asked).toContain('send hello')
    expectPlain(card()!)
    await expectAccessible()
  })

  test('says nothing of first where one has written', () => {
    withoutCode(({ setMessages }) => void setMessages([message(1, bo, 'hi'), message(2, ada, 'hello')]))
    expect(card()).toHaveTextContent(/^Save a recovery code\. If/)
  })

  test('is put off for good in this browser, for this account', async () => {
    const first = withoutCode()
    await first.user.click(screen.getByRole('button', { name: 'Later' }))
    expect(card()).toBeNull()
    first.unmount()
    const second = withoutCode()
    expect(card()).toBeNull()
    second.unmount()
    withoutCode(({ setMe }) => void setMe({ ...ada, id: 'cy' }))
    expect(card()).not.toBeNull()
  })

  test('is not there while there is a code, or nothing is known of one', () => {
    const { devices } = openPage()
    expect(card()).toBeNull()
    devices.setHasCode(undefined)
    expect(card()).toBeNull()
    devices.setHasCode(false)
    expect(card()).not.toBeNull()
  })

  test('asks for another code where one was used', async () => {
    const { user } = openPage(({ devices }) => void devices.setCameByCode(true))
    expect(card()).toHaveTextContent('Your recovery code was used. Make a new one.')
    expect(screen.queryByRole('button', { name: 'Later' })).toBeNull()
    await expectAccessible()
    await user.click(screen.getByRole('button', { name: 'Make a new code' }))
    expect(screen.getByRole('dialog', { name: 'Your new recovery code' })).toBeVisible()
  })
})

describe('a new code', () => {
  const openDialog = async (prepare?: Parameters<typeof withoutCode>[0]) => {
    const world = withoutCode(prepare)
    await world.user.click(screen.getByRole('button', { name: 'Make a code' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Your recovery code' }))
    return { ...world, dialog }
  }
  const openTyping = async () => {
    const world = await openDialog()
    await world.user.click(await world.dialog.findByRole('button', { name: 'I saved it' }))
    const boxes = world.dialog.getAllByRole('textbox')
    const right = boxes.map((box) => {
      const index = names.findIndex((name) => box.matches(`[id="${labelled(name)}"]`))
      return groups[index]!
    })
    return { ...world, boxes, right }
  }
  const labelled = (name: string) => {
    const label = screen.queryByText(`The ${name} group`)
    return label?.getAttribute('for') ?? 'none'
  }

  test('is shown in five groups, to be copied and printed', async () => {
    const print = vi.spyOn(window, 'print').mockImplementation(() => {})
    const { dialog, user } = await openDialog()
    const list = within(await dialog.findByRole('list', { name: 'Recovery code' }))
    expect(list.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(groups)
    expect(dialog.getByText(/The recovery code of Ada/)).toHaveTextContent('http://localhost:5080/')
    expect(dialog.getByText(/this code is worth nothing/)).toBeVisible()
    expectPlain(screen.getByRole('dialog'))
    await expectAccessible()
    await user.click(dialog.getByRole('button', { name: 'Print' }))
    expect(print).toHaveBeenCalled()
    await user.click(dialog.getByRole('button', { name: 'Copy' }))
    expect(await navigator.clipboard.readText()).toBe('ABCDE-FGH12-34567-89JKM-NPQRST')
  })

  test('counts for nothing when the dialog is closed before the end', async () => {
    const { asked, dialog, user } = await openTyping()
    await user.click(dialog.getByRole('button', { name: 'Close' }))
    expect(asked.filter((what) => what.endsWith('code'))).toEqual(['draw code'])
    expect(screen.getByRole('button', { name: 'Make a code' })).toHaveFocus()
  })

  test('is hidden while two of its groups are typed back, and counts from then on', async () => {
    const { asked, boxes, devices, dialog, right, user } = await openTyping()
    expect(dialog.queryByRole('list')).toBeNull()
    expect(boxes).toHaveLength(2)
    expect(boxes[0]).toHaveFocus()
    await expectAccessible()
    await user.keyboard(right[0]!.toLowerCase())
    await user.tab()
    await user.keyboard(`${right[1]!.slice(0, 2)}-${right[1]!.slice(2)}{Enter}`)
    expect(asked).toContain('keep code')
    expect(await dialog.findByText('Your recovery code counts from now on.')).toHaveAttribute('role', 'status')
    devices.setHasCode(true)
    expect(card()).toBeNull()
    expect(dialog.queryByText(/The one before/)).toBeNull()
    await user.click(dialog.getByRole('button', { name: 'Done' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  test('of which the wrong groups are typed is looked at again', async () => {
    const { asked, boxes, dialog, right, user } = await openTyping()
    await user.type(boxes[0]!, right[0]!)
    await user.type(boxes[1]!, 'AAAAA{Enter}')
    expect(boxes[0]).toBeValid()
    expect(boxes[1]).toHaveAccessibleDescription(/This is not the .* group/)
    expect(boxes[1]).toHaveFocus()
    expect(asked).not.toContain('keep code')
    expectPlain(screen.getByRole('dialog'))
    await expectAccessible()
    await user.click(dialog.getByRole('button', { name: 'Show it again' }))
    expect(dialog.getByRole('list', { name: 'Recovery code' })).toBeVisible()
  })

  test('that the server does not take can be sent again', async () => {
    const { asked, boxes, devices, dialog, right, user } = await openTyping()
    devices.answers.refusals = [{ code: 'chainMovedOn', retryAfterMs: null }, undefined]
    for (const [index, box] of boxes.entries()) await user.type(box, right[index]!)
    await user.keyboard('{Enter}')
    expect(await dialog.findByRole('alert')).toHaveTextContent('Another of your devices was faster')
    await user.click(dialog.getByRole('button', { name: 'Use this code' }))
    expect(asked.filter((what) => what === 'keep code')).toHaveLength(2)
    expect(await dialog.findByText(/counts from now on/)).toBeVisible()
  })

  test('that could not be drawn is drawn again', async () => {
    const { dialog, user } = await openDialog(({ devices: { view } }) => {
      const draw = view.drawCode
      view.drawCode = vi.fn(draw).mockRejectedValueOnce(new Error('no randomness'))
    })
    expect(await dialog.findByRole('alert')).toHaveTextContent('could not be made')
    await user.click(dialog.getByRole('button', { name: 'Try again' }))
    expect(await dialog.findByRole('list', { name: 'Recovery code' })).toBeVisible()
  })

  test('takes the place of the one before', async () => {
    const { user } = openPage(({ devices }) => void devices.setCameByCode(true))
    await user.click(screen.getByRole('button', { name: 'Make a new code' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Your new recovery code' }))
    expect(await dialog.findByText(/and the one before stays/)).toBeVisible()
    await user.click(dialog.getByRole('button', { name: 'I saved it' }))
    for (const [index, name] of names.entries()) {
      const box = dialog.queryByRole('textbox', { name: `The ${name} group` })
      if (box) await user.type(box, groups[index]!)
    }
    await user.keyboard('{Enter}')
    expect(await dialog.findByText(/The one before does not work any more/)).toBeVisible()
  })
})
