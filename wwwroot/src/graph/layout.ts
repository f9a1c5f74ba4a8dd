import { forceCollide, forceSimulation, forceX, forceY } from 'd3-force'
import type { Circle, Point } from './geometry'
import { distance } from './geometry'
import type { Placed } from './neighbours'
import { packRoom } from './roomPacking'
import type { Scene, ScenePerson, SceneRoom } from './scene'
import { separate } from './separation'

/** From so many people on, there is no place for names. */
export const CrowdedFrom = 400
const PersonRadius = 33
const CrowdedRadius = 21
/** One's other connections stand around oneself. */
const ConnectionsWidth = 16
const Gap = 5
/** The name stands around the circle. */
const RoomGap = 20

/** How strongly the middle attracts: what concerns oneself is nearer to oneself. */
const Pull = { me: 0.2, myRoom: 0.16, friend: 0.11, friendsRoom: 0.08, room: 0.06, stranger: 0.05, emptyRoom: 0.03 }

// From here on, of the movement at first, the places are told apart: before, everybody crosses everybody.
const SortedBelow = 0.3
// The part of the way to their place in the room that people go in one step.
const Stride = 0.16
interface Body extends Circle {
  id: string
  room: boolean
  pull: number
  vx?: number
  vy?: number
  /** How large it will be. */
  wanted: number
  /** Where somebody in a room belongs. */
  home: { body: Body; offset: Point } | undefined
}

/** Where everybody and every room is. People who are in no room and rooms are the bodies of one simulation; within a room people are
 * packed, and go where the packing has them. */
export interface Layout {
  /** Takes in who came, went and moved. `wide`: width by height of what it is shown in. */
  update(scene: Scene, wide: number): void
  /** One step of the movement; whether there is another one. */
  step(): boolean
  /** Whether there is something to see: at first, all who are there would rush through each other. */
  sorted(): boolean
  person(id: string): Circle | undefined
  room(id: string): Circle | undefined
  people(): readonly (Placed & Circle)[]
  rooms(): readonly (Placed & Circle)[]
  /** The room around this point. */
  roomAt(point: Point): string | undefined
  /** Takes a person out of the movement, to where they are dragged. */
  hold(id: string, at: Point): void
  release(): void
}

export function createLayout(): Layout {
  const people = new Map<string, Body>()
  const rooms = new Map<string, Body>()
  /** Who is in a room, in the order of their coming: whoever comes moves as few as possible. */
  const members = new Map<string, string[]>()
  const collide = forceCollide<Body>((body) => body.wanted + (body.room ? RoomGap : Gap)).iterations(2)
  const sideways = forceX<Body>()
  const upDown = forceY<Body>()
  const simulation = forceSimulation<Body>()
    .stop()
    .alpha(0)
    .alphaDecay(0.035)
    .force('collide', collide)
    .force('sideways', sideways)
    .force('upDown', upDown)
  let held: string | undefined
  let radius = PersonRadius
  let arrivals = 0
  let shape = 1
  let restless = false
  let sorted = true

  function update(scene: Scene, wide: number) {
    const first = people.size === 0
    const before = signature()
    // A little more or less of it is not worth a movement.
    if (Math.abs(Math.log(wide / shape)) > 0.1) shape = wide
    radius = scene.people.length >= CrowdedFrom ? CrowdedRadius : PersonRadius
    keepOnly(people, scene.people)
    keepOnly(rooms, scene.rooms)
    for (const room of scene.rooms) if (!rooms.has(room.id)) rooms.set(room.id, bodyAtTheRim(room.id, true))
    for (const person of scene.people) bringIn(person, scene)
    packAll(scene)
    // What is squeezed less in one direction spreads that way: the whole takes the shape of the screen.
    sideways.strength((body) => body.pull * Math.min(1, shape ** -2))
    upDown.strength((body) => body.pull * Math.min(1, shape ** 2))
    simulation.nodes(bodies())
    if (first) sorted = false
    if (signature() !== before) wake(first ? 1 : 0.35)
  }

  /** What the places depend on. */
  const signature = () =>
    `${shape};` +
    [...rooms.values()].map(({ id, wanted, pull }) => `${id}:${wanted}:${pull}`).join() +
    [...people.values()].map(({ id, wanted, pull, home }) => `${id}:${wanted}:${pull}:${home?.body.id}`).join()

  function wake(alpha: number) {
    simulation.alpha(Math.max(simulation.alpha(), alpha))
    restless = true
  }

  function bringIn({ id, me, friend, room }: ScenePerson, { connections }: Scene) {
    const known = people.get(id)
    const body = known ?? bodyAtTheRim(id, false)
    people.set(id, body)
    body.wanted = body.r = radius + (me && connections.length > 0 ? ConnectionsWidth : 0)
    body.pull = me ? Pull.me : friend ? Pull.friend : Pull.stranger
    const home = room === undefined ? undefined : rooms.get(room)
    if (body.home?.body !== home) {
      if (home) body.home = { body: home, offset: { x: 0, y: 0 } }
      else body.home = undefined
    }
    if (!known && home) Object.assign(body, { x: home.x, y: home.y })
  }

  function packAll(scene: Scene) {
    const inside = new Map<string, ScenePerson[]>(scene.rooms.map(({ id }) => [id, []]))
    for (const person of scene.people) inside.get(person.room ?? '')?.push(person)
    for (const room of scene.rooms) pack(room, inside.get(room.id) ?? [])
    for (const id of members.keys()) if (!rooms.has(id)) members.delete(id)
  }

  function pack(room: SceneRoom, inside: readonly ScenePerson[]) {
    const body = rooms.get(room.id) as Body
    const ids = new Set(inside.map(({ id }) => id))
    const kept = (members.get(room.id) ?? []).filter((id) => ids.has(id))
    const order = [...new Set([...kept, ...ids])]
    members.set(room.id, order)
    const packing = packRoom(order.map((id) => people.get(id)?.wanted ?? radius))
    body.wanted = packing.radius
    body.pull = inside.some(({ me }) => me)
      ? Pull.myRoom
      : inside.some(({ friend }) => friend)
        ? Pull.friendsRoom
        : inside.length > 0
          ? Pull.room
          : Pull.emptyRoom
    order.forEach((id, index) => {
      const home = people.get(id)?.home
      if (home) home.offset = packing.offsets[index] ?? { x: 0, y: 0 }
    })
  }

  /** Whoever comes does so from outside, each from another side. */
  function bodyAtTheRim(id: string, room: boolean): Body {
    const angle = arrivals * Math.PI * (3 - Math.sqrt(5))
    const out = (room ? 2.4 : 1) * radius * (1 + Math.sqrt(arrivals++) * 1.7)
    const at = { x: out * Math.cos(angle), y: out * Math.sin(angle) }
    const size = room ? 0 : radius
    return { id, room, ...at, r: size, wanted: size, pull: Pull.stranger, home: undefined }
  }

  const bodies = () => [...rooms.values(), ...[...people.values()].filter((body) => !body.home && body.id !== held)]

  function step(): boolean {
    if (!restless) return false
    let moving = tick()
    sorted ||= simulation.alpha() < SortedBelow
    for (const room of rooms.values()) {
      room.r += (room.wanted - room.r) * Stride
      moving ||= Math.abs(room.wanted - room.r) > 0.5
    }
    for (const body of people.values()) {
      if (!body.home || body.id === held) continue
      const place = placeOf(body)
      body.x += (place.x - body.x) * Stride
      body.y += (place.y - body.y) * Stride
      moving ||= distance(body, place) > 0.5
    }
    if (!moving && held === undefined) rest()
    return moving || held !== undefined
  }

  /** At first bodies give way, so that whoever is attracted gets past the others; at the end they are hard. */
  function tick(): boolean {
    if (simulation.alpha() < simulation.alphaMin()) return false
    collide.strength(1 - 0.85 * simulation.alpha())
    simulation.tick()
    return true
  }

  const placeOf = ({ x, y, home }: Body): Point =>
    home ? { x: home.body.x + home.offset.x, y: home.body.y + home.offset.y } : { x, y }

  /** The end of the movement, in which everything is exactly where it belongs. */
  function rest() {
    for (const room of rooms.values()) room.r = room.wanted
    separate(bodies())
    for (const body of people.values()) Object.assign(body, placeOf(body), { vx: 0, vy: 0 })
    for (const room of rooms.values()) Object.assign(room, { vx: 0, vy: 0 })
    restless = false
  }

  return {
    update,
    step,
    sorted: () => sorted,
    person: (id) => people.get(id),
    room: (id) => rooms.get(id),
    people: () => [...people.values()],
    rooms: () => [...rooms.values()],
    roomAt: (point) => [...rooms.values()].find((room) => distance(room, point) <= room.r)?.id,
    hold(id, { x, y }) {
      const body = people.get(id)
      if (!body) return
      if (held !== id) {
        held = id
        simulation.nodes(bodies())
      }
      Object.assign(body, { x, y })
      restless = true
    },
    release() {
      const body = people.get(held ?? '')
      held = undefined
      if (body) Object.assign(body, { vx: 0, vy: 0 })
      simulation.nodes(bodies())
      wake(0.3)
    },
  }
}

function keepOnly(known: Map<string, Body>, wanted: readonly { id: string }[]) {
  const ids = new Set(wanted.map(({ id }) => id))
  for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
}
