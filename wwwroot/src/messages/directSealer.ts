import type { Call } from '../connections/calls'
import { refusalOf } from '../connections/calls'
import type { Refusal, SendReceipt } from '../contract'
import type { Bytes } from '../keys/bytes'
import { BodyBytes, seal } from '../keys/envelope'
import { decodeHeader, type EnvelopeType } from '../keys/envelopeHeader'
import type { KeyStore } from '../keys/keyStore'
import { type Before, encodeBody, type SaidBody, type TypingBody } from '../keys/sealedBody'
import type { SealedMessage } from '../keys/keyLayout'
import type { SealedOutbox, SentMessage } from '../keys/sealedOutbox'
import type { Epochs } from './directEpochs'
import type { Identities, IdentityState } from './directIdentities'
import type { DirectLog } from './directLog'
import type { OpenedEntry } from './directOpener'
import type { OwnDevice } from './directOwnKeys'
import { messageId } from './messageId'

/** Seals what the user says and sends it. */
export interface Sealer {
  /** A message, under the id that this tab knows it by. What was sealed once is sent again as it is. */
  send(
    id: string,
    body: SaidBody,
  ): Promise<{ receipt: SendReceipt; refusal?: never } | { receipt?: never; refusal: Refusal }>
  /** A change: of one whose answer was lost, another try changes nothing. */
  change(body: SaidBody): Promise<Refusal | undefined>
  signal(body: TypingBody): Promise<Refusal | undefined>
  /** The id under which this tab knows a message of its own, where that is another than the sealed one. */
  sentAs(messageId: string): string | undefined
  /** Drops what is kept of messages that are stored, or that nobody will send any more. */
  tidy(): Promise<void>
}

export interface SealerDeps {
  call: Call
  conversation: string
  me: string
  other: string
  own(): Promise<OwnDevice | undefined>
  identities: Identities
  epochs: Epochs
  log: () => DirectLog
  /** This browser's. */
  device: string
  now(): number
  store: Pick<KeyStore, 'nextCounter' | 'lastOf' | 'lastChangeOf' | keyof SealedOutbox>
  newMessageId(): string
  /** Once what the tab keeps of its outbox is up to date. */
  later(act: () => Promise<void>): void
}

const TriesAtMost = 4
// Whoever comes back to a tab after longer than this is asked whether to send what lay in it.
const KeptForMs = 7 * 24 * 60 * 60_000

export function createSealer(deps: SealerDeps): Sealer {
  const { call, conversation, me, other, identities, epochs, store } = deps
  const aliases = new Map<string, string>()
  const owner = { account: me, conversation, device: me + deps.device }

  async function knownOf({ device }: OwnDevice): Promise<Before> {
    // The change first: one that another tab makes meanwhile is then at most what this follows.
    const lastChange = await store.lastChangeOf(me, conversation, me + device)
    return { lastChange, follows: await store.lastOf(me, conversation, me + device) }
  }

  async function sealed(
    type: EnvelopeType,
    messageId: string,
    body: (before: Before) => Bytes,
  ): Promise<{ bytes: Bytes; refusal?: never } | { refusal: Refusal }> {
    const own = await deps.own()
    const state = identities.state(me)
    if (!own || state.kind !== 'known') return { refusal: refusalOf('deviceNotAdded') }
    // Somebody else may be behind the account: nothing goes out before its owner was asked.
    if (identities.state(other).kind === 'changed') return { refusal: refusalOf('staleEpoch') }
    const current = await epochs.current(type !== 'signal')
    if (current.refusal) return { refusal: whyOf(identities.state(other)) ?? current.refusal }
    const plain = body(type === 'signal' ? { follows: 0, lastChange: 0 } : await knownOf(own))
    if (plain.length > BodyBytes) return { refusal: refusalOf('messageTooLong') }
    const counter = type === 'signal' ? 0n : await store.nextCounter(me, conversation)
    if (counter === undefined) return { refusal: refusalOf('deviceNotAdded') }
    const { epoch } = current.epoch.signed.record
    const chainVersion = state.identity.head.version
    const header = { type, conversation, sender: me, device: own.device, messageId, epoch, chainVersion, counter }
    return { bytes: await seal(header, plain, current.epoch.keys, own.signing) }
  }

  async function post(bytes: Bytes) {
    const { value, refusal } = await call('SendSealed', { with: other, envelope: bytes })
    if (refusal?.code === 'staleEpoch') epochs.doubt()
    if (!value) return { refusal }
    // What is on disk is what the next one follows, whether it is announced or not.
    const { device = '', messageId = '' } = decodeHeader(bytes)?.header ?? {}
    const [log, { sequence }] = [deps.log(), value]
    if (!log.find(sequence)) await log.take([{ ...value, author: me, device, envelope: bytes }])
    // A number under which something else stands is no receipt: what was said would be gone from the outbox, and nowhere else. Where something
    // else was seen (before a backup was restored, as it may be) what the server gives out there now tells which it is.
    if (!stands(messageId, log.find(sequence))) await log.read({ before: sequence + 1, after: null, count: 1 })
    const isThere = log.find(sequence)?.said?.header.messageId === messageId
    return isThere ? { receipt: value } : { refusal: refusalOf('unavailable') }
  }

  const stands = (messageId: string, held: OpenedEntry | undefined): boolean =>
    held?.said?.header.messageId === messageId && held.doubt === undefined

  async function kept(
    id: string,
    body: SaidBody,
  ): Promise<
    { kept: SealedMessage; refusal?: never } | { receipt: SendReceipt; refusal?: never } | { refusal: Refusal }
  > {
    const known = await store.findSealed(me, conversation, id)
    if (known) return { kept: known }
    const sent = await store.findSent(owner, id)
    if (sent === 'forgotten') return { refusal: refusalOf('messageIdTaken') }
    if (sent) return receiptOf(id, sent)
    const messageId = aliases.has(id) ? deps.newMessageId() : id
    const fresh = await sealed('message', messageId, (before) => encodeBody({ ...body, ...before }))
    if (fresh.refusal) return { refusal: fresh.refusal }
    const isKept = await store.keepSealed(me, conversation, id, { messageId, bytes: fresh.bytes })
    if (!isKept) return { refusal: refusalOf('deviceNotAdded') }
    return { kept: { messageId, bytes: fresh.bytes } }
  }

  /** Of what was sent before and is stored. Where it is not there any more, whoever wrote it is asked whether to send it anew. */
  async function receiptOf(id: string, { sequence, messageId }: SentMessage) {
    aliases.set(messageId, id)
    const log = deps.log()
    const { refusal } = log.find(sequence) ? {} : await log.read({ before: sequence + 1, after: null, count: 1 })
    if (refusal) return { refusal }
    const held = log.find(sequence)
    if (held?.said?.header.messageId !== messageId) return { refusal: refusalOf('messageIdTaken') }
    return { receipt: { sequence, sentAtMs: held.sentAtMs, mentions: null } }
  }

  // One after the other: counters are in the order of sending, and one message is sealed once.
  let work: Promise<unknown> = Promise.resolve()
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = work.then(act, act)
    work = done.catch(() => {})
    return done
  }

  return {
    send: (id, body) =>
      inTurn(async () => {
        for (let tries = 0; ; tries++) {
          const held = await kept(id, body)
          if (held.refusal) return { refusal: held.refusal }
          if ('receipt' in held) return { receipt: held.receipt }
          const { messageId, bytes } = held.kept
          aliases.set(messageId, id)
          if (!(await deps.own())) return { refusal: refusalOf('deviceNotAdded') }
          const { receipt, refusal } = await post(bytes)
          if (receipt) {
            // Not before the outbox on disk is without it: a reload in between would seal it a second time.
            deps.later(() => store.dropSealed(me, conversation, id))
            return { receipt }
          }
          const again = refusal.code === 'staleEpoch' && tries < TriesAtMost
          // Of any other refusal that is one, the next try is another message; what may be stored keeps its bytes.
          if (!mayBeStored(refusal)) await store.dropSealed(me, conversation, id)
          aliases.set(id, id)
          if (!again) return { refusal }
        }
      }),
    change: (body) =>
      inTurn(async () => {
        for (let tries = 0; ; tries++) {
          const fresh = await sealed('change', deps.newMessageId(), (before) => encodeBody({ ...body, ...before }))
          if (fresh.refusal) return fresh.refusal
          const { refusal } = await post(fresh.bytes)
          if (refusal?.code !== 'staleEpoch' || tries >= TriesAtMost) return refusal
        }
      }),
    async signal(body) {
      const fresh = await sealed('signal', deps.newMessageId(), () => encodeBody(body))
      if (fresh.refusal) return fresh.refusal
      const { refusal } = await call('SignalSealed', { with: other, envelope: fresh.bytes })
      if (refusal?.code === 'staleEpoch') epochs.doubt()
      return refusal ?? undefined
    },
    sentAs: (messageId) => aliases.get(messageId),
    tidy: () => inTurn(() => store.tidySealed(owner, messageId(deps.now() - KeptForMs, ''))),
  }
}

/** What was written before it was known whom it would be sealed for: it waits for keys, and does not go to another identity. */
function whyOf({ kind }: IdentityState): Refusal | undefined {
  if (kind === 'none') return refusalOf('unavailable')
  return kind === 'changed' || kind === 'broken' ? refusalOf('staleEpoch') : undefined
}

const mayBeStored = ({ code }: Refusal): boolean =>
  code === 'unavailable' || code === 'tooFast' || code === 'notAttached' || code === 'notSignedIn'
