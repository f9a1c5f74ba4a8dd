import Megaphone from 'lucide-solid/icons/megaphone'
import type { RoomPeopleView } from '../rooms/roomPeople'
import { Avatar } from '../ui/avatar'
import { findMentions, typedMention } from './mentions'
import type { SuggestionSource } from './suggestions'

/** The people whose handle or name is being typed after an @. */
export const mentionSuggestions = (people: RoomPeopleView, me: () => string | undefined): SuggestionSource => ({
  label: 'Mention suggestions',
  typed(text) {
    const name = typedMention(text)
    if (name !== undefined) people.want()
    return name
  },
  find: (typed) =>
    findMentions([...people.here, ...people.away], typed, me()).map(({ name, profile }) => ({
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
