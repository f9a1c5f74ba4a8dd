import type { Plugin } from 'vite'
import emojis from 'emojibase-data/en/compact.json' with { type: 'json' }
import shortcodes from 'emojibase-data/en/shortcodes/github.json' with { type: 'json' }

const names = shortcodes as Record<string, string | string[]>
const component = 2

/**
 * The module `virtual:emoji`: one row per emoji, `[character, group, 'name other_name']`. The data that it is made from
 * is twenty times larger: translations, tags and skin tones that the client does not show.
 */
export function emojiTable(): Plugin {
  return {
    name: 'chatmux-emoji-table',
    resolveId: (id) => (id === 'virtual:emoji' ? '\0virtual:emoji' : undefined),
    load: (id) => (id === '\0virtual:emoji' ? `export default ${JSON.stringify(rows())}` : undefined),
  }
}

function rows(): [string, number, string][] {
  return emojis.flatMap((emoji): [string, number, string][] => {
    const known = names[emoji.hexcode]
    if (known === undefined || emoji.group === undefined || emoji.group === component) return []
    return [[emoji.unicode, emoji.group, [known].flat().join(' ')]]
  })
}
