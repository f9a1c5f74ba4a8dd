import type { ChatMessage, SearchHit, TextMark } from '../contract'

const Longest = 240
const Before = 60

interface Word {
  folded: string
  start: number
  length: number
}

/** The words of a text without case and accents, and where they are. Scripts without spaces are one word, of which any part counts. */
function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}_]+/gu)].map(({ 0: word, index }) => ({
    folded: fold(word),
    start: index,
    length: word.length,
  }))
}

const fold = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()

const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** What a person typed: the last word may not be typed to its end. */
export interface DirectQuery {
  words: readonly string[]
  author: string | undefined
}

export const queryOf = (text: string, author: string | undefined): DirectQuery => ({
  words: [...new Set(wordsOf(text).map(({ folded }) => folded))],
  author,
})

const isMeant = (word: string, wanted: string, begins: boolean): boolean =>
  word === wanted ||
  (begins && wanted.length > 1 && word.startsWith(wanted)) ||
  (withoutSpaces.test(wanted) && word.includes(wanted))

/** A message as something that was found; undefined when it is not meant. */
export function hitOf(message: ChatMessage, { words, author }: DirectQuery): SearchHit | undefined {
  if (message.erased || message.deleted || (author !== undefined && message.author.id !== author)) return undefined
  const there = wordsOf(message.text)
  const meant = (word: Word) => words.some((wanted, index) => isMeant(word.folded, wanted, index === words.length - 1))
  const all = words.every((wanted, index) =>
    there.some((word) => isMeant(word.folded, wanted, index === words.length - 1)),
  )
  if (!all) return undefined
  const { sequence, sentAtMs } = message
  return { sequence, author: message.author, sentAtMs, ...excerptOf(message.text, there.filter(meant), there) }
}

function excerptOf(
  text: string,
  found: readonly Word[],
  words: readonly Word[],
): { excerpt: string; marks: TextMark[] } {
  const first = found[0]?.start ?? 0
  const start = first <= Before ? 0 : (words.find((word) => word.start >= first - Before)?.start ?? 0)
  let end = Math.min(text.length, start + Longest)
  // Never between the two halves of a character.
  if (end < text.length && /[\uD800-\uDBFF]/.test(text[end - 1] ?? '')) end--
  const lead = start > 0 ? '…' : ''
  const marks = found
    .filter((word) => word.start >= start && word.start + word.length <= end)
    .map((word) => ({ start: word.start - start + lead.length, length: word.length }))
  return { excerpt: `${lead}${line(text.slice(start, end))}${end < text.length ? '…' : ''}`, marks }
}

// As long as it was, so that the marks fit.
const line = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
