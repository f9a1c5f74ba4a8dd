import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from 'solid-js'
import { useChat } from '../chatContext'
import { InviteCard } from '../rooms/inviteCard'
import { Alert } from '../ui/alert'
import { createCalm } from '../ui/motionPreference'
import { closeElsewhere } from './closeElsewhere'
import { createScene } from './createScene'
import { createDragging } from './dragging'
import { createGraphActs } from './graphActs'
import { GraphFigures } from './graphFigures'
import { graphKey } from './graphKeys'
import { createGraphSearch } from './graphSearch'
import { GraphToolbar } from './graphToolbar'
import { CrowdedFrom } from './layout'
import { createOpenCard } from './openCard'
import { PersonCard } from './personCard'
import { idAt, personAt } from './picking'
import { createStage } from './stage'
import { ZoomButtons } from './zoomButtons'
import { createZooming, type Zooming } from './zooming'
import './graph.css'

// Closer than this there is place for everybody's name.
const namesFrom = 0.72
const hintsFrom = 0.6
const tellableApart = 200

interface Props {
  /** The room that is open in this tab. */
  open: string | undefined
  /** A room was entered. */
  onEnter: (room: string) => void
  onChat: (room: string) => void
}

/** Everyone who is here as a graph: friends near to oneself, rooms as circles around their people. */
export function GraphView(props: Props) {
  const { invitations, rooms } = useChat()
  const scene = createScene(() => props.open)
  const stage = createStage(createCalm())
  const cards = createOpenCard()
  const search = createGraphSearch(scene)
  const acts = createGraphActs({
    join: rooms.join,
    invite: invitations.invite,
    onEnter: (room) => props.onEnter(room),
    onChat: (room) => props.onChat(room),
  })
  const [reached, setReached] = createSignal<string>()
  const [target, setTarget] = createSignal<string>()
  let drawing!: HTMLDivElement
  let world!: HTMLDivElement
  let zooming!: Zooming

  const people = createMemo(() => new Map(scene().people.map((person) => [person.id, person])))
  const circles = createMemo(() => new Map(scene().rooms.map((room) => [room.id, room])))
  const order = createMemo(() => [...people().keys(), ...circles().keys()])
  /** Where the Tab key leads: to where one was, or to oneself. */
  const entrance = createMemo(() => (order().includes(reached() ?? '') ? reached() : order()[0]))
  const isCrowded = createMemo(() => people().size >= CrowdedFrom)
  const names = () => (isCrowded() ? 'none' : stage.scale() < namesFrom && people().size > 25 ? 'near' : 'all')
  const inside = createMemo(() => scene().rooms.find(({ standing }) => standing === 'open'))
  // As texts, which are equal when nothing has changed: the scene is another one each time that anybody comes.
  const insideId = createMemo(() => inside()?.id)
  const firstFound = createMemo(() => search.found()?.[0])
  closeElsewhere(
    (from) =>
      from instanceof Element &&
      (from.closest('.graph-card') !== null || (personAt(from) !== undefined && personAt(from) === cards.person())),
    () => cards.card()?.chosen ?? false,
    closeCard,
  )
  const gathered = () => {
    const followed = stage.followed()
    return typeof followed === 'object' && 'room' in followed
  }
  /** Whose card is open, and here. */
  const shown = createMemo(() => {
    const id = cards.card()?.person
    return id !== undefined && people().has(id) ? id : undefined
  })

  onMount(() => {
    zooming = createZooming(drawing, {
      taken: (from) => personAt(from) !== undefined,
      changed(view) {
        world.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.k})`
        stage.viewed(view)
      },
      steered: () => stage.follow(undefined),
    })
    stage.begin(drawing, zooming)
    createDragging(drawing, {
      personAt,
      moved(person, to) {
        // Whoever has left meanwhile cannot be dragged on.
        if (!people().has(person)) return
        if (stage.dragged() === undefined) {
          cards.close()
          acts.dismiss()
        }
        stage.drag(person, to)
        setTarget(stage.roomAt(to))
      },
      dropped(person, at) {
        const [dropped, room] = [people().get(person), circles().get(stage.roomAt(at) ?? '')]
        letGo()
        cards.mute(person)
        if (dropped && room) acts.drop(dropped, room)
      },
      cancelled: letGo,
    })
    createEffect(() => {
      stage.update(scene())
      if (stage.dragged() === undefined) setTarget(undefined)
      // Whoever comes back does not bring their card along.
      if (cards.card() && shown() === undefined) cards.close()
    })
    // Going into a room gathers the view round it; being in one when the graph is opened does so too.
    createEffect(on(insideId, (room) => stage.follow(room === undefined ? 'everyone' : { room })))
    createEffect(on(firstFound, (first) => first !== undefined && stage.follow({ one: first }), { defer: true }))
  })

  function letGo() {
    setTarget(undefined)
    stage.drop()
  }

  /** Moves the focus, and the view with it where that is needed. */
  function focus(id: string) {
    setReached(id)
    stage.focusable(id)?.focus({ preventScroll: true })
    if (!stage.isInView(id)) stage.follow({ one: id })
  }

  /** Where something had the focus that is gone, the keyboard stays in the graph. */
  function keepFocus(element: Element) {
    onCleanup(() => {
      if (!element.contains(document.activeElement)) return
      queueMicrotask(() => {
        const next = entrance()
        if (drawing.isConnected && document.activeElement === document.body && next !== undefined) focus(next)
      })
    })
  }

  function choose(id: string) {
    const room = circles().get(id)
    if (room) return acts.tap(room)
    cards.choose(id)
    queueMicrotask(() => drawing.parentElement?.querySelector<HTMLElement>('.profile-card')?.focus())
  }

  function closeCard(): boolean {
    const shown = cards.card()
    if (shown?.chosen) stage.focusable(shown.person)?.focus({ preventScroll: true })
    // After the focus, which would show it again; also when there is only one to come.
    cards.close()
    return shown !== undefined
  }

  const everyone = () => stage.follow('everyone')

  const keys = (event: KeyboardEvent) => {
    const meant = graphKey(event, {
      // A room is where its name is: in the middle may be somebody.
      all: () => [...stage.layout.people(), ...stage.layout.rooms().map(({ id, x, y, r }) => ({ id, x, y: y - r }))],
      order,
      reached: entrance,
      focus,
      choose,
      closeCard,
      zoom: zooming.scale,
      pan: zooming.pan,
      everyone,
    })
    if (!meant) return
    event.preventDefault()
    event.stopPropagation()
  }

  const over = (event: PointerEvent) => {
    const person = personAt(event.target)
    if (event.pointerType === 'mouse' && event.buttons === 0 && person !== undefined) cards.hover(person)
  }

  return (
    <section class="graph" aria-label="Graph of everyone here">
      <GraphToolbar
        room={inside()?.name}
        gathered={gathered()}
        people={people().size}
        search={search.text()}
        found={search.found()?.length}
        onSearch={search.setText}
        onNext={() => {
          const next = search.after(reached())
          if (next !== undefined) focus(next)
        }}
        onEveryone={everyone}
        onRoom={() => stage.follow({ room: inside()?.id ?? '' })}
        onChat={() => props.onChat(inside()?.id ?? '')}
      />
      <div class="graph-stage">
        <div
          ref={drawing}
          class="graph-drawing"
          data-names={names()}
          data-hints={stage.scale() >= hintsFrom ? 'all' : 'some'}
          role="group"
          aria-label="People and rooms"
          aria-describedby="graph-keys"
          onKeyDown={keys}
          onFocusIn={({ target: from }) => {
            const id = idAt(from)
            if (id === undefined) return
            setReached(id)
            if (!from.matches(':focus-visible')) return
            if (people().has(id)) cards.focus(id)
            if (!stage.isInView(id)) stage.follow({ one: id })
          }}
          onClick={({ target: from }) => {
            const id = idAt(from)
            if (id === undefined) return void closeCard()
            setReached(id)
            choose(id)
          }}
          onPointerOver={over}
          onPointerOut={cards.leave}
        >
          {/* Scaled from outside, so that the letters within are not laid out anew each time. */}
          <div ref={world} class="graph-world">
            <svg>
              <GraphFigures
                scene={scene()}
                stage={stage}
                reached={entrance()}
                crowded={isCrowded()}
                card={cards.card()?.person}
                target={target()}
                found={search.has}
                fewFound={(search.found()?.length ?? 0) <= tellableApart}
                keepFocus={keepFocus}
              />
            </svg>
          </div>
        </div>
        <Show when={shown()} keyed>
          {(id) => (
            <PersonCard
              of={() => people().get(id)}
              anchor={stage.focusable(id) ?? drawing}
              cards={cards}
              ref={keepFocus}
            />
          )}
        </Show>
        <p id="graph-keys" class="spoken">
          Arrow keys go from one to the next, Enter opens or joins. Plus and minus zoom, Shift and the arrow keys move
          the view, 0 shows everyone. The list of people says the same as this picture.
        </p>
        <ZoomButtons onZoom={(factor) => zooming.scale(factor)} onEveryone={everyone} />
        <p class="spoken" role="status">
          {stage.followed() === 'everyone' ? 'Everyone is in view' : gathered() ? `${inside()?.name} is in view` : ''}
        </p>
        <div class="graph-said">
          <p role="status">{acts.said()}</p>
          <Alert trouble={acts.trouble()} />
        </div>
      </div>
      <Show when={people().size <= 1 && scene().rooms.length === 0}>
        <div class="graph-alone">
          <InviteCard title="Nobody else is here" />
        </div>
      </Show>
    </section>
  )
}
