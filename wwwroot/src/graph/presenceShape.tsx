import { Match, Switch } from 'solid-js'
import type { ShownPresence } from '../presence/shownPresence'

interface Props {
  presence: ShownPresence
  x: number
  y: number
}

/** The presence as everywhere else, by shape and colour, at the corner of a picture. Decoration: words say the same. */
export function PresenceShape(props: Props) {
  const moon = () => `M${props.x - 1},${props.y - 5.4}a5.5,5.5 0 1 0 6.4,6.4a4.6,4.6 0 0 1 -6.4,-6.4Z`
  return (
    <g class="graph-presence" data-presence={props.presence}>
      <Switch
        fallback={
          <>
            <circle class="graph-presence-ground" cx={props.x} cy={props.y} r="7.5" />
            <circle class="graph-presence-hollow" cx={props.x} cy={props.y} r="4" />
          </>
        }
      >
        <Match when={props.presence === 'online'}>
          <circle class="graph-presence-full" cx={props.x} cy={props.y} r="5.5" />
        </Match>
        <Match when={props.presence === 'idle'}>
          <circle class="graph-presence-ground" cx={props.x} cy={props.y} r="7.5" />
          <path d={moon()} />
        </Match>
        <Match when={props.presence === 'doNotDisturb'}>
          <circle class="graph-presence-full" cx={props.x} cy={props.y} r="5.5" />
          <path class="graph-presence-bar" d={`M${props.x - 2.8},${props.y}h5.6`} />
        </Match>
      </Switch>
    </g>
  )
}
