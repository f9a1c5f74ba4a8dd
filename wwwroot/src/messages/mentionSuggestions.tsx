import Megaphone from 'lucide-solid/icons/megaphone'
import type { Profile } from '../contract'
import { Avatar } from '../ui/avatar'
import { findMentions, typedMention } from './mentions'
import type { SuggestionSource } from './suggestions'

/** The people whose handle or name is being typed after an @. */
export const mentionSuggestions = (people: () => Profile[], me: () => string | undefined): SuggestionSource => ({
  label: 'Mention suggestions',
  typed: typedMention,
  find: (typed) =>
    findMentions(people(), typed, me()).map(({ name, profile }) => ({
      insert: `@${name}`,
      face: (
        <>
          {profile ? <Avatar of={profile} /> : <Megaphone size={18} aria-hidden="true" />}
          <span class="ellipsis">
            @{name}
            <bdi class="suggestion-note"> {profile?.name ?? 'everybody in this room'}</bdi>
          </span>
        </>
      ),
    })),
})
