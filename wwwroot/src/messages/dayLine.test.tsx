import { render, screen } from '@solidjs/testing-library'
import userEvent from '@testing-library/user-event'
import { createSignal, Show } from 'solid-js'
import { afterEach, expect, test, vi } from 'vitest'
import { DayLine } from './dayLine'

afterEach(() => void vi.unstubAllEnvs())

test.each(['Asia/Tokyo', 'America/Los_Angeles'])('today is the last day to go to, in %s', async (zone) => {
  vi.stubEnv('TZ', zone)
  const now = new Date(2026, 4, 2, 1, 0).getTime()
  render(() => <DayLine name="Today" now={now} onGoToTime={() => {}} onToggle={() => {}} />)
  await userEvent.setup().click(screen.getByRole('button', { name: /go to another day/ }))
  expect(screen.getByLabelText('Day')).toHaveAttribute('max', '2026-05-02')
})

test('it is in use until the focus has left it', async () => {
  const [used, setUsed] = createSignal(true)
  render(() => (
    <>
      <Show when={used()}>
        <DayLine name="Today" now={0} onGoToTime={() => {}} onToggle={setUsed} />
      </Show>
      <button type="button">Elsewhere</button>
    </>
  ))
  const user = userEvent.setup()
  const day = screen.getByRole('button', { name: /go to another day/ })
  await user.click(day)
  await user.keyboard('{Escape}')
  expect(day).toHaveFocus()
  await user.click(screen.getByRole('button', { name: 'Elsewhere' }))
  expect(screen.queryByRole('button', { name: /go to another day/ })).toBeNull()
})
