import type { Mention, Profile } from '../contract'

const here = 'here'
const mostPeople = 5
const named = /(?<![\p{L}\p{N}_/])@([a-z0-9_]+)(?![\p{L}\p{N}_])/giu

/** Whether somebody is called by these: by name, or with everybody. */
export const calls = (mentions: readonly Mention[], user: string | undefined): boolean =>
  mentions.some((mention) => mention.user === null || mention.user === user)

export interface TextPart {
  text: string
  mention?: Mention
}

/** The text in parts, of which those that call somebody say whom. Who is called is the server's word, not the text's. */
export function splitMentions(text: string, mentions: readonly Mention[]): TextPart[] {
  if (mentions.length === 0 || !text.includes('@')) return [{ text }]
  const parts: TextPart[] = []
  let from = 0
  for (const match of text.matchAll(named)) {
    const mention = mentions.find(({ name }) => name === match[1]?.toLowerCase())
    if (!mention) continue
    if (match.index > from) parts.push({ text: text.slice(from, match.index) })
    parts.push({ text: match[0], mention })
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}

/** Whom a message will call that the server has not seen yet, as far as this browser knows. */
export const expectedMentions = (people: readonly Profile[]): Mention[] => [
  { name: here, user: null },
  ...people.flatMap(({ id, handle }) => (handle === null ? [] : [{ name: handle, user: id }])),
]

/** What stands at the end of `text` after an @ that begins a word. */
export function typedMention(text: string): string | undefined {
  return /(?<![\p{L}\p{N}_/])@([a-z0-9_]{0,20})$/iu.exec(text)?.[1]?.toLowerCase()
}

export interface MentionChoice {
  name: string
  /** Who it is; undefined when it calls everybody. */
  profile?: Profile
}

/** Who may be meant by what was typed so far: those whose handle begins with it first, then those whose name does, in the order
 * given. `everybody`: whether all of them may be called at once. */
export function findMentions(
  people: readonly Profile[],
  typed: string,
  me: string | undefined,
  everybody = true,
): MentionChoice[] {
  const all = everybody && here.startsWith(typed)
  const begins = (text: string) => text.toLowerCase().startsWith(typed)
  const choices = people.flatMap((profile): (MentionChoice & { rank: number })[] => {
    const { id, handle, name } = profile
    if (handle === null || id === me) return []
    const rank = begins(handle) ? 0 : name.split(/\s+/).some(begins) ? 1 : 2
    return rank < 2 ? [{ name: handle, profile, rank }] : []
  })
  const sorted = choices.toSorted((one, other) => one.rank - other.rank)
  const found = sorted.map(({ name, profile }): MentionChoice => (profile ? { name, profile } : { name }))
  return [...found.slice(0, all ? mostPeople : mostPeople + 1), ...(all ? [{ name: here }] : [])]
}
