import { createUniqueId } from 'solid-js'
import { arcText } from './arc'
import type { SceneRoom } from './scene'
import { directionOf } from './textFit'
import './graphRoom.css'

/** What a tap on a room does. */
export const roomActs: Record<SceneRoom['standing'], string> = {
  outside: 'tap to join',
  member: 'tap to enter',
  open: 'tap for the chat',
}

const standings: Record<SceneRoom['standing'], string> = {
  outside: 'not joined',
  member: 'joined',
  open: 'you are in it',
}

interface Props {
  room: SceneRoom
  radius: number
  /** How many of its members are here, and how many of these the circle holds. */
  here: number
  inside: number
  /** In lengths of the drawing, so that it can be read however far away it is. */
  fontSize: number
  reached: boolean
  found: boolean | undefined
  /** Somebody who is dragged would be dropped here. */
  target: boolean
  ref: (element: SVGGElement) => void
}

/** A room: a circle around its people, with its name on the arc above and what a tap does on the one below. */
export function GraphRoom(props: Props) {
  const pathId = createUniqueId()
  // Larger letters would run into the neighbours.
  const fontSize = () => Math.min(props.fontSize, Math.max(14, props.radius * 0.32))
  const name = () => arcText(props.room.name, props.radius + 6, fontSize(), 'upper')
  const hintSize = () => fontSize() * 0.82
  const hint = () => arcText(roomActs[props.room.standing], props.radius + 4 + hintSize(), hintSize(), 'lower')
  const people = () => `${props.here} here, ${props.inside} in it now`

  return (
    <g
      ref={props.ref}
      class="graph-room"
      classList={{ target: props.target, found: props.found === true, faint: props.found === false }}
      data-room={props.room.id}
      data-standing={props.room.standing}
    >
      <g
        role="button"
        aria-label={`Room ${props.room.name}, ${people()}, ${standings[props.room.standing]}, ${roomActs[props.room.standing]}`}
        tabindex={props.reached ? 0 : -1}
      >
        <circle class="graph-ring" r={props.radius} />
      </g>
      <path id={pathId} d={name().path} fill="none" />
      <text
        class="graph-room-name"
        direction={directionOf(props.room.name)}
        font-size={`${fontSize()}`}
        aria-hidden="true"
      >
        <textPath href={`#${pathId}`} startOffset="50%">
          {name().text}
        </textPath>
      </text>
      <path id={`${pathId}-hint`} d={hint().path} fill="none" />
      <text class="graph-room-hint" font-size={`${hintSize()}`} aria-hidden="true">
        <textPath href={`#${pathId}-hint`} startOffset="50%">
          {hint().text}
        </textPath>
      </text>
    </g>
  )
}
