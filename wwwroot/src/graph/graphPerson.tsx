import { createSignal, For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { deviceFaces } from '../connections/deviceFaces'
import type { OwnConnection } from '../contract'
import { presenceNames } from '../presence/shownPresence'
import { initialOf, inkOn } from '../ui/colours'
import { PresenceShape } from './presenceShape'
import type { ScenePerson } from './scene'
import { directionOf, fitText } from './textFit'
import './graphPerson.css'

/** How far one's other connections stand from oneself. */
const connectionWay = 34
const nameEms = 6.4
/** Of the side of a face. */
const half = 18
/** Where the middle of a face is, to leave place for the name below it. */
const raised = -7

interface Props {
  person: ScenePerson
  roomName: string | undefined
  connections: readonly OwnConnection[]
  /** In a crowd people stand closer. */
  crowded: boolean
  /** Whether there is more to see than a face in their colour. */
  detailed: boolean
  /** The one that the Tab key leads to. */
  reached: boolean
  found: boolean | undefined
  open: boolean
  ref: (element: SVGGElement) => void
}

/** A person: a picture in their colour, their name, their presence. */
export function GraphPerson(props: Props) {
  const profile = () => props.person.profile
  const middle = () => (props.crowded ? 0 : raised)
  const label = () =>
    [
      props.person.me ? `${profile().name}, you` : profile().name,
      props.person.friend && 'friend',
      presenceNames[props.person.presence],
      props.roomName !== undefined && `in ${props.roomName}`,
      props.connections.length > 0 &&
        `and in ${props.connections.length} other ${props.connections.length === 1 ? 'tab' : 'tabs'}`,
    ]
      .filter(Boolean)
      .join(', ')

  return (
    <g
      ref={props.ref}
      class="graph-person"
      classList={{
        me: props.person.me,
        friend: props.person.friend,
        found: props.found === true,
        faint: props.found === false,
      }}
      data-person={props.person.id}
      style={{ '--user': profile().colour }}
    >
      {/* What is placed from outside and what is drawn in it are two things: arrivals grow into their place. Nothing else in it has a
          place of its own by a transform: each of these costs as much per frame as a person. */}
      <g class="graph-figure">
        <Show when={props.connections.length > 0}>
          <Connections connections={props.connections} middle={middle()} />
        </Show>
        {/* The letters beside it are decoration: the name says more than they do. */}
        <g
          role="button"
          aria-label={label()}
          aria-haspopup="dialog"
          aria-expanded={props.open}
          tabindex={props.reached ? 0 : -1}
        >
          <rect class="graph-face" x={-half} y={middle() - half} width={2 * half} height={2 * half} rx="13" />
        </g>
        <Show when={props.detailed}>
          <text class="graph-initial" data-ink={inkOn(profile().colour)} y={middle() + 6} aria-hidden="true">
            {initialOf(profile().name)}
          </text>
          <Picture of={profile()} middle={middle()} />
          <PresenceShape presence={props.person.presence} x={14} y={middle() + 14} />
          <text
            class="graph-name"
            direction={directionOf(profile().name)}
            y={props.crowded ? 34 : 26}
            aria-hidden="true"
          >
            {props.person.me ? 'You' : fitText(profile().name, nameEms)}
          </text>
        </Show>
      </g>
    </g>
  )
}

function Picture(props: { of: ScenePerson['profile']; middle: number }) {
  const [missing, setMissing] = createSignal<string>()
  const source = () => {
    const { id, picture } = props.of
    return picture && picture !== missing() ? `/api/avatars/${id}?v=${picture}` : undefined
  }
  return (
    <Show when={source()} keyed>
      {(address) => (
        <image
          class="graph-picture"
          href={address}
          x={-half}
          y={props.middle - half}
          width={2 * half}
          height={2 * half}
          preserveAspectRatio="xMidYMid slice"
          onError={() => setMissing(props.of.picture ?? undefined)}
        />
      )}
    </Show>
  )
}

/** One's other tabs, joined to oneself. */
function Connections(props: { connections: readonly OwnConnection[]; middle: number }) {
  const place = (index: number) => {
    const angle = (-90 + (index - (props.connections.length - 1) / 2) * 42) * (Math.PI / 180)
    return { x: connectionWay * Math.cos(angle), y: connectionWay * Math.sin(angle) + props.middle }
  }
  return (
    <For each={props.connections}>
      {(connection, index) => (
        <g class="graph-connection" classList={{ idle: connection.idle }}>
          <line x1="0" y1={props.middle} x2={place(index()).x} y2={place(index()).y} />
          <g transform={`translate(${place(index()).x} ${place(index()).y})`}>
            <circle r="9" />
            <Dynamic component={deviceFaces[connection.device].icon} x={-6} y={-6} size={12} aria-hidden="true" />
          </g>
        </g>
      )}
    </For>
  )
}
