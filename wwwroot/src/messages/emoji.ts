import { createSignal } from 'solid-js'

export interface Emoji {
  character: string
  group: number
  /** Its shortcodes without colons; the first one is its usual name. */
  names: string[]
}

export interface EmojiTable {
  all: Emoji[]
  byName: Map<string, Emoji>
}

/** The groups in the order of the picker; the gap is the skin tones. */
export const emojiGroups = [
  { group: 0, name: 'Smileys', face: '😀' },
  { group: 1, name: 'People', face: '👋' },
  { group: 3, name: 'Nature', face: '🌿' },
  { group: 4, name: 'Food', face: '🍎' },
  { group: 5, name: 'Places', face: '🚀' },
  { group: 6, name: 'Activities', face: '🎉' },
  { group: 7, name: 'Objects', face: '💡' },
  { group: 8, name: 'Symbols', face: '❤️' },
  { group: 9, name: 'Flags', face: '🏁' },
] as const

const shortcode = /:([a-z0-9_+-]+):/g
const graphemes = new Intl.Segmenter()
const mostBig = 12

const [table, setTable] = createSignal<EmojiTable>()
let loading: Promise<void> | undefined

/** The table once it has come; it is fetched when the first shortcode or picker needs it. */
export { table as emojiTable }

export function loadEmoji(): Promise<void> {
  loading ??= import('virtual:emoji').then(
    ({ default: rows }) => void setTable(toTable(rows)),
    () => (loading = undefined),
  )
  return loading
}

export function toTable(rows: readonly (readonly [string, number, string])[]): EmojiTable {
  const all = rows.map(([character, group, names]): Emoji => ({ character, group, names: names.split(' ') }))
  return { all, byName: new Map(all.flatMap((emoji) => emoji.names.map((name) => [name, emoji]))) }
}

export function hasShortcode(text: string): boolean {
  return text.search(shortcode) >= 0
}

/** Replaces the shortcodes that exist; `12:30:45` stays what it is. */
export function replaceShortcodes(text: string, { byName }: EmojiTable): string {
  return text.replace(shortcode, (written, name: string) => byName.get(name)?.character ?? written)
}

/** Emoji whose name contains what was typed: those that begin with it first, then those with a word that does. */
export function findEmoji({ all }: EmojiTable, typed: string, most: number): Emoji[] {
  const wanted = typed.toLowerCase().trim().replaceAll(' ', '_')
  const rank = ({ names }: Emoji): number => Math.min(...names.map((name) => rankOf(name, wanted)))
  const found = all.map((emoji) => ({ emoji, rank: rank(emoji) })).filter(({ rank }) => rank < unfit)
  return found
    .sort((one, other) => one.rank - other.rank || shortest(one.emoji) - shortest(other.emoji))
    .slice(0, most)
    .map(({ emoji }) => emoji)
}

const unfit = 4

const shortest = ({ names }: Emoji): number => Math.min(...names.map(({ length }) => length))

function rankOf(name: string, wanted: string): number {
  if (name === wanted) return 0
  if (name.startsWith(wanted)) return 1
  if (name.includes(`_${wanted}`)) return 2
  return name.includes(wanted) ? 3 : unfit
}

/** The shortcode being typed at the end of `text`: a colon after a space or at the start, and two letters or more. */
export function typedShortcode(text: string): string | undefined {
  return /(?:^|\s):([a-z0-9_+-]{2,32})$/i.exec(text)?.[1]
}

/** Whether a message is only emoji, and few enough to be shown big. */
export function isOnlyEmoji(text: string): boolean {
  const shown = [...graphemes.segment(text.replaceAll(/\s/g, ''))]
  return shown.length > 0 && shown.length <= mostBig && shown.every(({ segment }) => isEmoji(segment))
}

function isEmoji(grapheme: string): boolean {
  return /^(?:\p{Emoji_Presentation}|\p{Emoji}\u{FE0F}|\p{Regional_Indicator}{2})/u.test(grapheme)
}
