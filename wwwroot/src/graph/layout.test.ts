import fc from 'fast-check'
import { expect, test } from 'vitest'
import { person } from '../testChat'
import { distance, gap } from './geometry'
import { createLayout, type Layout } from './layout'
import type { Scene, ScenePerson } from './scene'
import { Tolerance } from './separation'

const somebody = (id: string, room?: string, more: Partial<ScenePerson> = {}): ScenePerson => ({
  id,
  profile: person(id),
  presence: 'online',
  me: false,
  friend: false,
  room,
  ...more,
})

const scene = (people: ScenePerson[], rooms: string[]): Scene => ({
  people,
  rooms: rooms.map((id) => ({ id, name: id, standing: 'outside' })),
  connections: [],
})

/** So many people, of whom `inRooms` are spread over so many rooms. */
const crowd = (people: number, rooms: number, inRooms: number, turn = 0): Scene =>
  scene(
    Array.from({ length: people }, (_, index) =>
      somebody(`p${index}`, index < inRooms ? `r${(index * 7 + turn) % rooms}` : undefined, {
        me: index === 0,
        friend: index % 5 === 1,
      }),
    ),
    Array.from({ length: rooms }, (_, index) => `r${index}`),
  )

function settled(layout: Layout, shown: Scene, wide = 1) {
  layout.update(shown, wide)
  settle(layout)
  expectOrder(layout, shown)
}

function settle(layout: Layout) {
  let steps = 0
  while (layout.step()) expect(++steps).toBeLessThan(1_000)
}

function expectOrder(layout: Layout, shown: Scene) {
  const rooms = layout.rooms()
  expect(rooms.map(({ id }) => id).toSorted()).toEqual(shown.rooms.map(({ id }) => id).toSorted())
  expect(layout.people()).toHaveLength(shown.people.length)
  for (const [index, one] of rooms.entries())
    for (const other of rooms.slice(index + 1)) expect(gap(one, other)).toBeGreaterThan(-Tolerance - 1e-6)
  for (const { id, room } of shown.people) {
    const at = layout.person(id)
    if (!at) throw new Error(`${id} is nowhere`)
    expect(Number.isFinite(at.x + at.y)).toBe(true)
    for (const circle of rooms) {
      if (circle.id === room) expect(distance(at, circle) + at.r).toBeLessThan(circle.r)
      else expect(gap(at, circle)).toBeGreaterThan(-Tolerance - 1e-6)
    }
  }
}

test('wherever people go, rooms end apart, with their members in them and nobody else', () => {
  const one = fc.record({ room: fc.option(fc.nat(8)), me: fc.boolean(), friend: fc.boolean() })
  const picture = fc.record({ people: fc.array(one, { maxLength: 40 }), rooms: fc.nat(9) })
  fc.assert(
    fc.property(
      fc.array(picture, { minLength: 1, maxLength: 4 }),
      fc.double({ min: 0.3, max: 3, noNaN: true }),
      (pictures, wide) => {
        const layout = createLayout()
        for (const { people, rooms } of pictures)
          settled(
            layout,
            scene(
              people.map(({ room, me, friend }, index) =>
                somebody(`p${index}`, room !== null && room < rooms ? `r${room}` : undefined, {
                  me: me && index === 0,
                  friend,
                }),
              ),
              Array.from({ length: rooms }, (_, index) => `r${index}`),
            ),
            wide,
          )
      },
    ),
    { numRuns: 150 },
  )
})

test.each([
  [0, 0, 0],
  [1, 0, 0],
  [1, 1, 1],
  [12, 3, 7],
  [200, 20, 120],
  [200, 20, 200],
  [2_000, 20, 700],
])('%i people and %i rooms, with %i people in them, come to rest in order', (people, rooms, inRooms) => {
  const layout = createLayout()
  settled(layout, crowd(people, rooms, inRooms), 1.3)
  settled(layout, crowd(people, rooms, inRooms, 1), 1.3)
})

test('a picture that has come to rest stays as it is until something changes', () => {
  const layout = createLayout()
  const shown = crowd(40, 5, 25)
  settled(layout, shown)
  layout.update(shown, 1)
  expect(layout.step()).toBe(false)
  layout.update(crowd(40, 5, 25, 2), 1)
  expect(layout.step()).toBe(true)
})

test('friends come to lie nearer to oneself than strangers', () => {
  const layout = createLayout()
  const shown = crowd(60, 0, 0)
  settled(layout, shown)
  const me = layout.person('p0')
  const mean = (friend: boolean) => {
    const ways = shown.people
      .filter((one) => one.friend === friend && !one.me)
      .map(({ id }) => distance(me ?? { x: NaN, y: NaN }, layout.person(id) ?? { x: NaN, y: NaN }))
    return ways.reduce((sum, way) => sum + way, 0) / ways.length
  }
  expect(mean(true)).toBeLessThan(0.75 * mean(false))
})

test('whoever comes into a room moves nobody who stands there by more than the room grows', () => {
  const layout = createLayout()
  const people = (count: number) => Array.from({ length: count }, (_, index) => somebody(`p${index}`, 'tea'))
  settled(layout, scene(people(6), ['tea']))
  const places = () => people(6).map(({ id }) => layout.person(id) ?? { x: NaN, y: NaN })
  const [before, size] = [places().map(({ x, y }) => ({ x, y })), layout.room('tea')?.r ?? NaN]
  settled(layout, scene([somebody('a'), ...people(7)], ['tea']))
  const grown = (layout.room('tea')?.r ?? NaN) - size
  const shift = (index: number) => {
    const [one, other] = [before[index], places()[index]]
    return one && other ? { x: other.x - one.x, y: other.y - one.y } : { x: NaN, y: NaN }
  }
  for (let index = 1; index < 6; index++) expect(distance(shift(index), shift(0))).toBeLessThan(grown + 1e-6)
})

test('somebody who is dragged is where they are dragged to, takes no room with them, and goes back when let go', () => {
  const layout = createLayout()
  const shown = scene([somebody('a', undefined, { me: true }), somebody('b', 'tea')], ['tea', 'ice'])
  settled(layout, shown)
  for (const id of ['a', 'b']) {
    const ice = { ...(layout.room('ice') ?? { x: NaN, y: NaN, r: NaN }) }
    layout.hold(id, ice)
    for (let step = 0; step < 60; step++) layout.step()
    expect(distance(layout.person(id) ?? ice, ice)).toBe(0)
    expect(layout.roomAt(layout.person(id) ?? { x: NaN, y: NaN })).toBe('ice')
    layout.release()
    settle(layout)
    expectOrder(layout, shown)
  }
})

test('at first nobody is shown before the places are told apart; whoever comes later is seen to come', () => {
  const layout = createLayout()
  layout.update(crowd(30, 3, 12), 1)
  expect(layout.sorted()).toBe(false)
  let hidden = 0
  for (; !layout.sorted(); hidden++) expect(layout.step()).toBe(true)
  expect(hidden).toBeGreaterThan(10)
  settle(layout)
  layout.update(crowd(60, 4, 30), 1)
  expect(layout.sorted()).toBe(true)
})
