import { refusalOf } from '../connections/calls'
import type { Refusal, SealedEntry } from '../contract'
import type { Bytes } from '../keys/bytes'
import { open } from '../keys/envelope'
import { decodeHeader, type EnvelopeHeader, HeaderBytes } from '../keys/envelopeHeader'
import { hashOf } from '../keys/primitives'
import type { SeenLedger } from '../keys/seenLedger'
import { decodeBody, type StoredBody } from '../keys/sealedBody'
import type { Epochs, Known } from './directEpochs'
import type { Erasures } from './directErasure'
import { createFollower, type Follower } from './directFollower'
import type { Identities } from './directIdentities'
import { signerOf } from './directSigners'
import type { Doubt } from './directsView'

/** An entry of the log, opened and checked by itself. Without a body it was erased, or cannot be read. */
export interface OpenedEntry {
  sequence: number
  /** As the server says; of an entry with a body also as its author has signed. */
  author: string
  device: string
  sentAtMs: number
  erased: boolean
  doubt?: Doubt
  said?: { header: EnvelopeHeader; body: StoredBody }
}

export interface Opener {
  /** All of them, or why it cannot be found out now what they are. */
  open(entries: readonly SealedEntry[]): Promise<{ opened: OpenedEntry[]; refusal?: never } | { refusal: Refusal }>
}

export interface OpenerDeps {
  conversation: string
  me: string
  other: string
  epochs: Epochs
  erasures: Erasures
  identities: Identities
  ledger: Pick<SeenLedger, 'noteSeen'>
}

type Tried = { entry: OpenedEntry; digest?: Bytes; refusal?: never } | { refusal: Refusal }

/** Opens what is written in a conversation of two, and believes nothing that its author has not signed. */
export function createOpener(deps: OpenerDeps): Opener {
  const { conversation, me, other, epochs, erasures, identities, ledger } = deps

  async function openOne(sealed: SealedEntry, follower: Follower): Promise<Tried> {
    const { sequence, author, device, sentAtMs } = sealed
    const entry: OpenedEntry = { sequence, author, device, sentAtMs, erased: false }
    if (sealed.envelope.length === 0) return openEmpty(entry)
    // Whoever had not proven which device it is was given the header alone.
    if (sealed.envelope.length === HeaderBytes) return { refusal: refusalOf('unavailable') }
    const unreadable: Tried = { entry: { ...entry, doubt: 'unreadable' } }
    const envelope = new Uint8Array(sealed.envelope)
    const header = decodeHeader(envelope)?.header
    if (!header || !belongs(header, sealed)) return unreadable
    const known = epochs.find(header.epoch)
    if (!known?.epoch) return unreadable
    const signer = await signingKey(header, known, follower)
    if (signer.refusal) return { refusal: signer.refusal }
    const opened = signer.key && (await open(envelope, known.epoch.keys, signer.key))
    const body = opened && 'body' in opened ? decodeBody(opened.body) : undefined
    if (!body || body.kind === 'typing' || (header.type === 'message') !== (body.kind === 'message')) return unreadable
    const isClosed = epochs.isClosed({ account: author, device }, header.counter)
    const doubt: Pick<OpenedEntry, 'doubt'> = isClosed ? { doubt: 'removedDevice' } : {}
    return { entry: { ...entry, ...doubt, said: { header, body } }, digest: await hashOf(envelope) }
  }

  async function openEmpty(entry: OpenedEntry): Promise<Tried> {
    if (entry.author !== me && entry.author !== other) return { entry: { ...entry, doubt: 'unreadable' } }
    const { contradicted, refusal } = await erasures.contradicted(entry.author)
    if (refusal) return { refusal }
    return { entry: contradicted ? { ...entry, doubt: 'emptied' } : { ...entry, erased: true } }
  }

  const belongs = (header: EnvelopeHeader, { author, device }: SealedEntry): boolean =>
    header.conversation === conversation &&
    header.sender === author &&
    (author === me || author === other) &&
    header.device === device &&
    header.type !== 'signal'

  /** What cannot be read is tried with every page: all that it asks for is asked for once, or it would use up the allowance of whoever reads. */
  async function openAll(entries: readonly SealedEntry[]): Promise<Tried[]> {
    const follower = createFollower(identities)
    const numbers = entries.map((sealed) => epochOf(sealed)).filter((number) => number !== undefined)
    const refusal = numbers.length > 0 ? await epochs.reach(Math.max(...numbers), follower) : undefined
    return refusal ? [{ refusal }] : Promise.all(entries.map((sealed) => openOne(sealed, follower)))
  }

  function epochOf(sealed: SealedEntry): number | undefined {
    const header =
      sealed.envelope.length > HeaderBytes ? decodeHeader(new Uint8Array(sealed.envelope))?.header : undefined
    return header && belongs(header, sealed) ? header.epoch : undefined
  }

  async function signingKey(
    header: EnvelopeHeader,
    known: Known,
    { follow }: Follower,
  ): Promise<{ key: Bytes | undefined; refusal?: never } | { refusal: Refusal }> {
    let signer = signerOf(header, known, identities)
    if (signer === 'later') {
      const { refusal } = await follow(header.sender)
      if (refusal) return { refusal }
      signer = signerOf(header, known, identities)
    }
    return { key: signer === 'later' ? undefined : signer?.signingKey }
  }

  return {
    async open(entries) {
      const tried = await openAll(entries)
      const opened: { entry: OpenedEntry; digest?: Bytes }[] = []
      for (const each of tried) {
        if (each.refusal) return { refusal: each.refusal }
        opened.push(each)
      }
      const read = opened.flatMap(({ entry, digest }) =>
        entry.said && digest ? [{ entry, digest, header: entry.said.header }] : [],
      )
      const verdicts = await ledger.noteSeen(
        me,
        conversation,
        read.map(({ entry: { sequence, author, device }, digest, header: { type, counter, messageId } }) => ({
          sequence,
          // Whoever lists the other's device as their own does not use up its counters.
          device: author + device,
          counter,
          messageId,
          digest,
          isChange: type !== 'message',
        })),
      )
      read.forEach(({ entry }, index) => {
        const verdict = verdicts[index]
        if (verdict === 'replaced' || verdict === 'repeated') entry.doubt = verdict
      })
      return { opened: opened.map(({ entry }) => entry) }
    },
  }
}
