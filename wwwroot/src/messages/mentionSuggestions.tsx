import Megaphone from 'lucide-solid/icons/megaphone'
import { Avatar } from '../ui/avatar'
import type { ConversationPeople } from './conversationPeople'
import { findMentions, typedMention } from './mentions'
import type { SuggestionSource } from './suggestions'

/** The people whose handle or name is being typed after an @. */
export const mentionSuggestions = (people: ConversationPeople, me: () => string | undefined): SuggestionSource => ({
  label: 'Mention suggestions',
  typed(text) {
    const name = typedMention(text)
    if (name !== undefined) people.want()
    return name
  },
  find: (typed) =>
    findMentions([...people.here, ...people.away], typed, me(), people.everybody !== undefined).map(
      ({ name, profile }) => ({
        insert: `@${name}`,
        face: (
          <>
            {profile ? <Avatar of={profile} /> : <Megaphone size={18} aria-hidden="true" />}
            <span class="ellipsis">
              @{name}
              <bdi class="suggestion-note"> {profile?.name ?? people.everybody}</bdi>
            </span>
          </>
        ),
      }),
    ),
})
