import { limits } from '../contract'
import type { Bytes } from './bytes'

/** The longest emoji there are: people, joined, with their skin colours. */
const EmojiLength = 64

/** An entry of the log as its sender saw it: the number is the server's, the id its author's, and both must be those of one entry. */
export interface Reference {
  sequence: number
  /** 128 bits as hex. */
  id: string
}

/** The message that a message replies to, as whoever replies saw it. */
export interface SealedQuote extends Reference {
  author: string
  text: string
}

/** What is sealed in an envelope that is stored. */
export type SaidBody =
  | { kind: 'message'; text: string; replyTo: SealedQuote | null }
  | { kind: 'edited'; target: Reference; text: string }
  | { kind: 'deleted'; target: Reference }
  | { kind: 'reacted'; target: Reference; emoji: string; on: boolean }

/**
 * The same with the number of the last entry that its device knew to be stored in this conversation, 0 for none: whoever has that number must have
 * an entry of this device under it, or something is missing. `lastChange`: the same of the entries that change others, so that whoever has read these
 * alone knows whether they have all.
 */
export type StoredBody = SaidBody & Before

export interface Before {
  follows: number
  lastChange: number
}

/** What is sealed in a signal. `atMs`: when it was so, since 1970 UTC. */
export interface TypingBody {
  kind: 'typing'
  atMs: number
}

export const encodeBody = (body: StoredBody | TypingBody): Bytes => new TextEncoder().encode(JSON.stringify(body))

/** Undefined for what is none of them; what is there beside is left out. */
export function decodeBody(bytes: Uint8Array): StoredBody | TypingBody | undefined {
  let read: unknown
  try {
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
  if (!isRecord(read)) return undefined
  if (read.kind === 'typing') return isNumber(read.atMs) ? { kind: 'typing', atMs: read.atMs } : undefined
  const before = beforeOf(read)
  const said = before && saidOf(read)
  return said && { ...said, ...before }
}

// Whoever has sealed it before there was such a thing says nothing of their last change.
function beforeOf({ follows, lastChange = 0 }: Record<string, unknown>): Before | undefined {
  return isNumber(follows) && isNumber(lastChange) ? { follows, lastChange } : undefined
}

function saidOf(read: Record<string, unknown>): SaidBody | undefined {
  const { kind, text, replyTo, target, emoji, on } = read
  if (kind === 'message') {
    const quote = replyTo === null ? null : quoteOf(replyTo)
    return isText(text) && quote !== undefined ? { kind, text, replyTo: quote } : undefined
  }
  const changed = referenceOf(target)
  if (!changed) return undefined
  if (kind === 'edited') return isText(text) ? { kind, target: changed, text } : undefined
  if (kind === 'deleted') return { kind, target: changed }
  if (kind !== 'reacted' || typeof emoji !== 'string' || emoji.length > EmojiLength || typeof on !== 'boolean')
    return undefined
  return { kind, target: changed, emoji, on }
}

function quoteOf(read: unknown): SealedQuote | undefined {
  const reference = referenceOf(read)
  if (!reference || !isRecord(read) || !isId(read.author) || !isText(read.text)) return undefined
  return { ...reference, author: read.author, text: read.text }
}

const referenceOf = (read: unknown): Reference | undefined =>
  isRecord(read) && isNumber(read.sequence) && isId(read.id) ? { sequence: read.sequence, id: read.id } : undefined

// What another browser has sealed nobody has looked at before.
const isText = (read: unknown): read is string => typeof read === 'string' && read.length <= limits.messageLength

const isRecord = (read: unknown): read is Record<string, unknown> => typeof read === 'object' && read !== null

const isNumber = (read: unknown): read is number => typeof read === 'number' && Number.isSafeInteger(read) && read >= 0

const isId = (read: unknown): read is string => typeof read === 'string' && /^[0-9a-f]{32}$/.test(read)
