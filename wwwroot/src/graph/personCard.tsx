import { createMemo } from 'solid-js'
import type { Profile } from '../contract'
import { ProfileCard } from '../lobby/profileCard'
import type { createOpenCard } from './openCard'
import type { ScenePerson } from './scene'

interface Props {
  of: () => ScenePerson | undefined
  anchor: Element
  cards: ReturnType<typeof createOpenCard>
  ref: (element: Element) => void
}

/** Somebody's card beside them. It stays the same one whatever changes around them. */
export function PersonCard(props: Props) {
  // Whoever leaves is known for as long as the card takes to go.
  const profile = createMemo<Profile | undefined>((known) => props.of()?.profile ?? known)
  return (
    <div class="graph-card" ref={props.ref} onPointerEnter={props.cards.stay} onPointerLeave={props.cards.leave}>
      <ProfileCard profile={profile() as Profile} anchor={props.anchor} placement="right" />
    </div>
  )
}
