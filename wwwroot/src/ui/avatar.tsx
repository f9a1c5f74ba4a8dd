import { createSignal, Show } from 'solid-js'
import { initialOf, inkOn } from './colours'
import './avatar.css'

/** Whoever is shown: drawn from name and colour, or by their picture where there is one. */
export interface Face {
  id?: string
  name: string
  colour: string
  picture?: string | null
}

/** A person's picture, or coloured initial. Decoration: the name always stands beside it. */
export function Avatar(props: { of: Face }) {
  const [missing, setMissing] = createSignal<string>()
  const source = () => {
    const { id, picture } = props.of
    return id && picture && picture !== missing() ? `/api/avatars/${id}?v=${picture}` : undefined
  }

  return (
    <span
      class="avatar"
      aria-hidden="true"
      data-initial={initialOf(props.of.name)}
      data-ink={inkOn(props.of.colour)}
      style={{ '--user': props.of.colour }}
    >
      <Show when={source()} keyed>
        {(address) => (
          <img src={address} alt="" loading="lazy" onError={() => setMissing(props.of.picture ?? undefined)} />
        )}
      </Show>
    </span>
  )
}
