import { expect, test } from 'vitest'
import { createNoticeTabs } from './noticeTabs'

/** Locks as browsers have them, as far as they are used here. */
class FakeLocks {
  held: { name: string; mode: LockMode; over: Promise<unknown> }[] = []

  request = async (name: string, { mode }: { mode: LockMode }, act: () => Promise<unknown>) => {
    for (let other = this.blocking(name, mode); other; other = this.blocking(name, mode)) await other.over
    const lock = { name, mode, over: act() }
    this.held.push(lock)
    await lock.over
    this.held = this.held.filter((one) => one !== lock)
  }

  query = async () => ({ held: this.held })

  private blocking = (name: string, mode: LockMode) =>
    this.held.find((one) => one.name === name && (mode === 'exclusive' || one.mode === 'exclusive'))
}

const settle = () => new Promise((resolve) => setTimeout(resolve))
const tab = (locks?: FakeLocks) => createNoticeTabs(locks as unknown as LockManager | undefined)

test('one tab tells, and another one when it is gone', async () => {
  const locks = new FakeLocks()
  const [one, other, third] = [tab(locks), tab(locks), tab(locks)]
  await settle()
  expect([one, other, third].map((each) => each.tells())).toEqual([true, false, false])
  other.end()
  one.end()
  await settle()
  expect([one, other, third].map((each) => each.tells())).toEqual([false, false, true])
})

test('each tab knows what is looked at in any of them', async () => {
  const locks = new FakeLocks()
  const [one, other] = [tab(locks), tab(locks)]
  one.look('tea')
  await settle()
  other.look('tea')
  await settle()
  expect(await other.lookedAt()).toEqual(['tea'])
  one.look('cake')
  await settle()
  expect((await other.lookedAt()).toSorted()).toEqual(['cake', 'tea'])
  one.look(undefined)
  other.end()
  await settle()
  expect(await one.lookedAt()).toEqual([])
})

test('without locks each tab is on its own', async () => {
  const alone = tab()
  alone.look('tea')
  expect([alone.tells(), await alone.lookedAt()]).toEqual([true, ['tea']])
})
