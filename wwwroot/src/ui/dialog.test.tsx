import { createSignal, Show } from 'solid-js'
import { fireEvent, render, screen } from '@solidjs/testing-library'
import { expect, test } from 'vitest'
import { Dialog } from './dialog'

function Asking() {
  const [open, setOpen] = createSignal(true)
  return (
    <Show when={open()}>
      <Dialog title="Picture" onClose={() => setOpen(false)}>
        <input type="file" aria-label="File" />
      </Dialog>
    </Show>
  )
}

const dialog = () => screen.queryByRole('dialog', { name: 'Picture' })
const cancels = (element: Element, bubbles: boolean) =>
  element.dispatchEvent(new Event('cancel', { bubbles, cancelable: true }))

test('Escape closes it before the page does anything else', () => {
  render(() => <Asking />)
  cancels(screen.getByRole('dialog', { name: 'Picture' }), false)
  expect(dialog()).toBeNull()
})

test('a file that is not chosen closes nothing', () => {
  render(() => <Asking />)
  cancels(screen.getByLabelText('File'), true)
  expect(dialog()).not.toBeNull()
})

test('closes by its button, and by a press beside it', async () => {
  const { unmount } = render(() => <Asking />)
  await fireEvent.click(screen.getByRole('button', { name: 'Close' }))
  expect(dialog()).toBeNull()
  unmount()
  render(() => <Asking />)
  await fireEvent.mouseDown(screen.getByLabelText('File'))
  expect(dialog()).not.toBeNull()
  await fireEvent.mouseDown(screen.getByRole('dialog', { name: 'Picture' }))
  expect(dialog()).toBeNull()
})
