import { expect } from 'vitest'
import { open } from '../../testApp'
import { person } from '../../testChat'

export const ada = person('Ada', { guest: false, handle: 'ada' })
export const bo = person('Bo', { guest: false, handle: 'bo' })

/** The page of Ada, with the chat with her friend Bo open. */
export function openPage(prepare: (world: ReturnType<typeof open>) => void = () => {}) {
  location.hash = '#/dm/bo'
  return open((world) => {
    world.setMe(ada)
    world.setFriends([
      {
        view: { with: 'bo', relation: 'friends', blocked: false, sinceMs: 0 },
        profile: bo,
        lastSeenMs: null,
      },
    ])
    prepare(world as ReturnType<typeof open>)
  })
}

/** What nobody should have to know who reads it. */
export const expectPlain = (element: HTMLElement) =>
  expect(element.textContent).not.toMatch(/\b(keys?|chains?|pairings?|fingerprints?|grants?)\b/i)

export const inMinutes = (minutes: number): number => Date.now() + minutes * 60_000
