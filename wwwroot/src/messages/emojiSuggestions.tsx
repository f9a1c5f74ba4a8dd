import { emojiTable, findEmoji, loadEmoji, typedShortcode } from './emoji'
import { mostSuggested, type SuggestionSource } from './suggestions'

/** The emoji whose name is being typed after a colon. */
export const emojiSuggestions: SuggestionSource = {
  label: 'Emoji suggestions',
  typed(text) {
    const name = typedShortcode(text)
    if (name !== undefined) void loadEmoji()
    return name
  },
  find(typed) {
    const table = emojiTable()
    if (table === undefined) return []
    return findEmoji(table, typed, mostSuggested).map((emoji) => ({
      insert: emoji.character,
      face: (
        <>
          <span class="suggestion-emoji" aria-hidden="true">
            {emoji.character}
          </span>
          <span class="ellipsis">:{emoji.names[0]}:</span>
        </>
      ),
    }))
  },
}
