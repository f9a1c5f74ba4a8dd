import { type Call, refused } from '../connections/calls'
import { type Commands, type Done, limits, type Result, type SearchPage } from '../contract'
import type { Reference, SaidBody } from '../keys/sealedBody'
import type { Desk } from './desk'
import { mentionsIn, type Writers } from './directEntries'
import type { DirectLog } from './directLog'
import type { Sealer } from './directSealer'
import { hitOf, queryOf } from './directSearch'
import { quoteOf } from './entry'

export interface DirectDeskDeps {
  desk: Desk
  other: string
  log: DirectLog
  sealer: Sealer
  writers: Writers
  /** Whether others may see that the user is writing. */
  showsTyping(): boolean
  serverNow(): number
}

// Of a conversation that only browsers can read, so much is looked through for one page of what was found.
const SearchedPages = 5

type Answer<M extends keyof Commands> = Promise<Result<Commands[M]['answer']>>

/**
 * What every conversation works with, for one that is sealed: commands mean the same as for a room, and what goes over the wire is sealed before and
 * opened after.
 */
export function createDirectDesk({ desk, other, log, sealer, writers, ...deps }: DirectDeskDeps): Desk {
  async function sendMessage({ id, text, replyTo }: Commands['SendMessage']['command']): Answer<'SendMessage'> {
    // After a reload nothing was read yet.
    const unread = replyTo !== null && !log.find(replyTo)
    const looked = unread ? await log.read({ before: replyTo + 1, after: null, count: 1 }) : undefined
    if (looked?.refusal) return { value: null, refusal: looked.refusal }
    const [reference, quoted] = replyTo === null ? [] : [referenceTo(replyTo), log.message(replyTo)]
    if (replyTo !== null && (!reference || !quoted || quoted.deleted || quoted.erased)) return refused('messageGone')
    const quote = reference && quoted && { ...reference, author: quoted.author.id, text: quoteOf(quoted).text }
    const { receipt, refusal } = await sealer.send(id, { kind: 'message', text, replyTo: quote ?? null })
    if (refusal) return { value: null, refusal }
    return { value: { ...receipt, mentions: mentionsIn(text, writers.people()) }, refusal: null }
  }

  function referenceTo(sequence: number): Reference | undefined {
    const id = log.find(sequence)?.said?.header.messageId
    return id === undefined ? undefined : { sequence, id }
  }

  async function change(message: number, body: (target: Reference) => SaidBody): Promise<Result<Done>> {
    const [target, held] = [referenceTo(message), log.message(message)]
    if (!target || !held || held.deleted || held.erased) return refused('messageGone')
    const refusal = await sealer.change(body(target))
    return refusal ? { value: null, refusal } : { value: {}, refusal: null }
  }

  async function readMessages({ before, after, count }: Commands['ReadMessages']['command']): Answer<'ReadMessages'> {
    const { page, refusal } = await log.read({ before, after, count })
    return refusal ? { value: null, refusal } : { value: page, refusal: null }
  }

  async function search({ text, author, before }: Commands['SearchMessages']['command']): Promise<Result<SearchPage>> {
    const query = queryOf(text, author ?? undefined)
    if (text.length > limits.searchLength) return refused('searchTooLong')
    if (query.words.length === 0 && (query.author === undefined || text.trim() !== ''))
      return refused('nothingToSearch')
    const hits: SearchPage['hits'] = []
    let below = before
    for (let pages = 0; pages < SearchedPages && hits.length < limits.searchPage; pages++) {
      const { page, refusal } = await log.read({ before: below, after: null, count: limits.pageLength })
      if (refusal) return hits.length > 0 ? found(hits, below) : { value: null, refusal }
      hits.push(...page.messages.toReversed().flatMap((message) => hitOf(message, query) ?? []))
      below = page.messages[0]?.sequence ?? null
      if (!page.hasOlder || below === null) return found(hits, null)
    }
    return found(hits, below)
  }

  function found(hits: SearchPage['hits'], before: number | null): Result<SearchPage> {
    const shown = hits.slice(0, limits.searchPage)
    // What is too much for one page is found again with the next.
    const next = hits.length > shown.length ? (shown.at(-1)?.sequence ?? before) : before
    return { value: { hits: shown, before: next }, refusal: null }
  }

  async function typing(): Promise<Result<Done>> {
    if (deps.showsTyping()) await sealer.signal({ kind: 'typing', atMs: deps.serverNow() })
    return { value: {}, refusal: null }
  }

  // A call never rejects: whatever goes wrong here (the browser's database, above all) may be right the next time.
  const call = (async (method: keyof Commands, command: never): Promise<Result<unknown>> => {
    try {
      return await translate(method, command)
    } catch {
      return refused('unavailable')
    }
  }) as Call

  async function translate(method: keyof Commands, command: never): Promise<Result<unknown>> {
    switch (method) {
      case 'SendMessage':
        return sendMessage(command)
      case 'EditMessage': {
        const { message, text } = command as Commands['EditMessage']['command']
        return change(message, (target) => ({ kind: 'edited', target, text }))
      }
      case 'DeleteMessage': {
        const { message } = command as Commands['DeleteMessage']['command']
        return change(message, (target) => ({ kind: 'deleted', target }))
      }
      case 'React': {
        const { message, emoji, on } = command as Commands['React']['command']
        return change(message, (target) => ({ kind: 'reacted', target, emoji, on }))
      }
      case 'ReadMessages':
        return readMessages(command)
      case 'SearchMessages':
        return search(command)
      case 'FindTime':
        return desk.call('FindSealedTime', { with: other, atMs: (command as Commands['FindTime']['command']).atMs })
      case 'Typing':
        return typing()
      default:
        return desk.call(method, command)
    }
  }

  return { ...desk, call }
}
