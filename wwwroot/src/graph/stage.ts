import { createSignal, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { approach, centred, fit, isAlmost, isInView, sameView, type View } from './camera'
import { inDetail } from './detail'
import { type Box, boxOf, type Circle, type Point } from './geometry'
import { createLayout, CrowdedFrom } from './layout'
import { createMotion } from './motion'
import { isPlaced, place, stretch } from './placing'
import type { Scene } from './scene'
import type { Zooming } from './zooming'

/** What the view follows by itself until the user steers: everyone, the people of a room, or one person or room. */
export type Followed = 'everyone' | { room: string } | { one: string } | undefined

// The part of the way that the view goes in one frame.
const Glide = 0.16
/** Of a screen's pixel. */
const UnseenPx = 0.4
const UnseenInCrowdPx = 1
/** Pictures of a movement, from one look at who is close to the next. */
const DetailEvery = 12
/** Pictures of a movement, after which it counts as begun: who comes then comes, also into a crowd that never rests. */
const SettledAfter = 120
/** Names around a room, and below a person. */
const Margin = 24

/** How large the letters of a room's name are on the screen, at least. */
const readablePx = 12
const fontSize = 14

/** Where everything is drawn: brings positions and view onto the elements, frame by frame. */
export function createStage(calm: () => boolean) {
  const layout = createLayout()
  const people = new Map<string, SVGGElement>()
  const rooms = new Map<string, SVGGElement>()
  const lines = new Map<string, SVGLineElement>()
  const [radii, setRadii] = createStore<Record<string, number>>({})
  const [near, setNear] = createStore<Record<string, true>>({})
  const [followed, setFollowed] = createSignal<Followed>('everyone')
  const [scale, setScale] = createSignal(1)
  let drawing!: HTMLElement
  let zooming!: Zooming
  let me: string | undefined
  let shown: Scene | undefined
  let began = false
  let rested = false
  let turn = 0
  let drawn = 0
  let dragged: string | undefined

  const size = () => ({ width: drawing.clientWidth, height: drawing.clientHeight })
  const motion = createMotion({
    step,
    draw,
    // Whoever drags sees what they drag.
    calm: () => (calm() && dragged === undefined) || !layout.sorted(),
    visible: () => size().width > 0,
  })

  function target(): View | undefined {
    const whom = followed()
    // Under somebody who is dragged nothing slips away.
    if (whom === undefined || dragged !== undefined) return undefined
    if (whom === 'everyone') return fitted(boxOf([...layout.rooms(), ...layout.people()]))
    if ('room' in whom)
      return fitted(boxOf([layout.room(whom.room)].filter((room): room is Circle => room !== undefined)))
    const one = layout.person(whom.one) ?? layout.room(whom.one)
    return one && centred(one, Math.max(zooming.view().k, 1), size())
  }

  const fitted = (box: Box | undefined): View | undefined =>
    box &&
    fit(
      { left: box.left - Margin, top: box.top - Margin, right: box.right + Margin, bottom: box.bottom + Margin },
      size(),
    )

  function arrange() {
    const { width, height } = size()
    if (shown && width > 0 && height > 0) layout.update(shown, width / height)
    motion.wake()
  }

  function letGo() {
    dragged = undefined
    layout.release()
    motion.wake()
  }

  function inDrawing({ x, y }: Point): Point {
    const [{ left, top }, view] = [drawing.getBoundingClientRect(), zooming.view()]
    return { x: (x - left - view.x) / view.k, y: (y - top - view.y) / view.k }
  }

  function step(): boolean {
    const moving = layout.step()
    const wanted = target()
    if (!wanted) return moving
    const view = zooming.view()
    // While people move it is enough to have nearly all in view: a view that followed each step would let nothing stand still.
    if (moving && began && isAlmost(view, wanted)) return true
    // At first, and where nothing is to move, it is seen so at once.
    const next = calm() || !began ? wanted : approach(view, wanted, Glide)
    if (!sameView(view, next)) zooming.show(next)
    return moving || !sameView(next, wanted)
  }

  function draw(moving: boolean) {
    began = true
    rested ||= people.size > 0 && (!moving || drawn > SettledAfter)
    // What moves need not be where it belongs to less than one can see.
    const near = moving ? (isCrowd() ? UnseenInCrowdPx : UnseenPx) / zooming.view().k : 0
    for (const [id, element] of rooms) {
      const room = layout.room(id)
      if (!room) continue
      place(element, room, near)
      const radius = Math.round(room.r)
      if (radii[id] !== radius) setRadii(id, radius)
    }
    for (const [id, element] of drawnNow(moving)) {
      const person = layout.person(id)
      if (person) place(element, person, near)
    }
    const from = me === undefined ? undefined : layout.person(me)
    for (const [id, line] of lines) {
      const to = layout.person(id)
      if (from && to) stretch(line, from, to)
    }
    if (people.size > 0) drawn++
    // Whoever looks around in a crowd that never rests sees somebody all the same.
    if (!moving || drawn % DetailEvery === 0) setNear(reconcile(seenInDetail()))
  }

  const isCrowd = () => people.size >= CrowdedFrom

  /** In a crowd that moves, every other one in turn: input is answered between two pictures, and each takes half as long. */
  function drawnNow(moving: boolean): Iterable<[string, SVGGElement]> {
    if (!moving || !isCrowd()) return people
    turn = 1 - turn
    return [...people].filter(([, figure], index) => index % 2 === turn || !isPlaced(figure))
  }

  const seenInDetail = () =>
    !isCrowd()
      ? {}
      : Object.fromEntries(inDetail(layout.people(), zooming.view(), size()).map(({ id }) => [id, true as const]))

  const keep = <T extends Element>(all: Map<string, T>, id: string, element: T) => {
    all.set(id, element)
    onCleanup(() => all.get(id) === element && all.delete(id))
    motion.wake()
  }

  /** Whoever goes is seen to go. */
  function fade(element: SVGGElement) {
    if (calm() || layout.people().length >= CrowdedFrom) return
    const leaving = element.cloneNode(true) as SVGGElement
    leaving.classList.add('graph-leaving')
    leaving.removeAttribute('data-person')
    const button = leaving.querySelector('[role=button]')
    for (const name of ['role', 'aria-label', 'aria-haspopup', 'aria-expanded', 'tabindex'])
      button?.removeAttribute(name)
    leaving.addEventListener('animationend', () => leaving.remove())
    element.parentElement?.append(leaving)
  }

  return {
    layout,
    radii,
    /** In a crowd, those who are drawn with more than a face in their colour. */
    near,
    followed,
    scale,
    /** In lengths of the drawing, for letters that can be read from this far. */
    fontSize: () => Math.max(fontSize, readablePx / scale()),
    begin(element: HTMLElement, how: Zooming) {
      drawing = element
      zooming = how
      const sized = new ResizeObserver(() => arrange())
      sized.observe(element)
      onCleanup(() => sized.disconnect())
    },
    update(scene: Scene) {
      shown = scene
      me = scene.people.find((person) => person.me)?.id
      if (dragged !== undefined && !scene.people.some(({ id }) => id === dragged)) letGo()
      arrange()
    },
    viewed(view: View) {
      setScale(stepped(view.k))
      motion.wake()
    },
    follow(whom: Followed) {
      setFollowed(whom)
      motion.wake()
    },
    dragged: () => dragged,
    /** To a point of the page. */
    drag(id: string, to: Point) {
      dragged = id
      layout.hold(id, inDrawing(to))
      motion.wake()
    },
    drop: letGo,
    /** The room that is drawn at a point of the page, if that is not covered by something else. */
    roomAt: (at: Point) =>
      drawing.contains(document.elementFromPoint(at.x, at.y)) ? layout.roomAt(inDrawing(at)) : undefined,
    person(id: string, element: SVGGElement) {
      // Whoever is there at first has not just come, and hundreds who grow at once are a lot to draw.
      if (rested) element.classList.add('graph-arriving')
      keep(people, id, element)
      onCleanup(() => fade(element))
    },
    room: (id: string, element: SVGGElement) => keep(rooms, id, element),
    line: (id: string, element: SVGLineElement) => keep(lines, id, element),
    /** Whether all of this person or room is in view. */
    isInView(id: string) {
      const one = layout.person(id) ?? layout.room(id)
      return one !== undefined && isInView(one, zooming.view(), size())
    },
    /** What takes the focus for this person or room. */
    focusable: (id: string) =>
      (people.get(id) ?? rooms.get(id))?.querySelector<SVGGElement>('[role=button]') ?? undefined,
  }
}

/** Letters do not change their size with every frame of a zoom. */
const stepped = (k: number): number => 1.2 ** Math.floor(Math.log(k) / Math.log(1.2))
