import { type Accessor, createMemo, createSignal } from 'solid-js'
import { matcher } from '../lobby/people'
import type { Scene } from './scene'

/** Finds people and rooms in the graph. */
export function createGraphSearch(scene: Accessor<Scene>) {
  const [text, setText] = createSignal('')
  const found = createMemo(() => {
    const wanted = text().trim()
    if (wanted === '') return undefined
    const matches = matcher(wanted)
    const inName = wanted.toLocaleLowerCase()
    const people = scene().people.filter(matches)
    const rooms = scene().rooms.filter(({ name }) => name.toLocaleLowerCase().includes(inName))
    return [...people, ...rooms].map(({ id }) => id)
  })
  const all = createMemo(() => (found() ? new Set(found()) : undefined))

  return {
    text,
    setText,
    /** In the order of the focus; undefined while nothing is searched for. */
    found,
    /** Whether this one was found; undefined while nothing is searched for. */
    has: (id: string) => all()?.has(id),
    /** The one after this, round and round. */
    after(id: string | undefined): string | undefined {
      const ids = found() ?? []
      return ids[(ids.indexOf(id ?? '') + 1) % Math.max(ids.length, 1)]
    },
  }
}
