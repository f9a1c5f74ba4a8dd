import type { ChatMessage, Profile } from '../contract'
import { actParts } from './acts'

/** One act as a sentence, with the names set apart from it. */
export function ActText(props: { act: ChatMessage; now: number }) {
  const parts = () => actParts(props.act, props.now)
  return (
    <>
      <Name of={props.act.author} /> {parts().before} <Name of={props.act.act?.whom} />
      {parts().after}
    </>
  )
}

const Name = (props: { of: Profile | null | undefined }) => (
  <bdi class="act-name">{props.of?.name || 'somebody who left'}</bdi>
)
