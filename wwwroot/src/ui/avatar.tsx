import { initialOf, inkOn } from './colours'
import './avatar.css'

/** A person's coloured initial. Decoration: the name always stands beside it. */
export function Avatar(props: { name: string; colour: string }) {
  return (
    <span
      class="avatar"
      aria-hidden="true"
      data-initial={initialOf(props.name)}
      data-ink={inkOn(props.colour)}
      style={{ '--user': props.colour }}
    />
  )
}
