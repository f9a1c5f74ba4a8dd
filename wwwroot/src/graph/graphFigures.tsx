import { Key } from '@solid-primitives/keyed'
import { createMemo, createSelector } from 'solid-js'
import { useChat } from '../chatContext'
import { GraphPerson } from './graphPerson'
import { GraphRoom } from './graphRoom'
import type { Scene } from './scene'
import type { createStage } from './stage'

interface Props {
  scene: Scene
  stage: ReturnType<typeof createStage>
  /** The one that the Tab key leads to. */
  reached: string | undefined
  crowded: boolean
  /** Whose card is open. */
  card: string | undefined
  /** The room onto which somebody is dragged. */
  target: string | undefined
  found: (id: string) => boolean | undefined
  /** Not more are found than can all be told apart. */
  fewFound: boolean
  keepFocus: (element: Element) => void
}

const none: Scene['connections'] = []

/** The lines to one's friends, the rooms, and on top of them the people. */
export function GraphFigures(props: Props) {
  const { lobby } = useChat()
  const names = createMemo(() => new Map(props.scene.rooms.map(({ id, name }) => [id, name])))
  // With thousands of figures, each asks for itself whether it is meant: only those are drawn anew that were or are.
  const isReached = createSelector(() => props.reached)
  const isOpen = createSelector(() => props.card)
  const isTarget = createSelector(() => props.target)
  // In a crowd, who is drawn with a name and all else: those close by, and whom one has to do with.
  const isMeant = (id: string) =>
    props.stage.near[id] === true || isReached(id) || isOpen(id) || (props.fewFound && props.found(id) === true)
  const counts = createMemo(() => {
    const all = new Map<string, number>()
    for (const { room } of props.scene.people) if (room !== undefined) all.set(room, (all.get(room) ?? 0) + 1)
    return all
  })

  return (
    <>
      <Key each={props.scene.people.filter(({ friend }) => friend)} by="id">
        {(friend) => <line class="graph-line" ref={(element) => props.stage.line(friend().id, element)} />}
      </Key>
      <Key each={props.scene.rooms} by="id">
        {(room) => (
          <GraphRoom
            room={room()}
            radius={props.stage.radii[room().id] ?? 0}
            here={lobby.hereIn(room().id)}
            inside={counts().get(room().id) ?? 0}
            fontSize={props.stage.fontSize()}
            reached={isReached(room().id)}
            found={props.found(room().id)}
            target={isTarget(room().id)}
            ref={(element) => {
              props.stage.room(room().id, element)
              props.keepFocus(element)
            }}
          />
        )}
      </Key>
      <Key each={props.scene.people} by="id">
        {(person) => (
          <GraphPerson
            person={person()}
            roomName={names().get(person().room ?? '')}
            connections={person().me ? props.scene.connections : none}
            crowded={props.crowded}
            detailed={!props.crowded || person().me || isMeant(person().id)}
            reached={isReached(person().id)}
            found={props.found(person().id)}
            open={isOpen(person().id)}
            ref={(element) => {
              props.stage.person(person().id, element)
              props.keepFocus(element)
            }}
          />
        )}
      </Key>
    </>
  )
}
