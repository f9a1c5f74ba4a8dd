// In a browser it is there.
if (!('indexedDB' in globalThis)) Object.assign(globalThis, await import('fake-indexeddb'))
import { createRoot } from 'solid-js'
import { systemClock } from '../clock'
import { type Call, refused } from '../connections/calls'
import type { Commands, FriendEntry, Profile, SealedEntry } from '../contract'
import { type Bytes, equal } from '../keys/bytes'
import { bytesOf, decodeEntry, type DeviceRecord } from '../keys/chainEntry'
import { directConversation } from '../keys/directConversation'
import { decodeHeader } from '../keys/envelopeHeader'
import { decodeRecord } from '../keys/epochRecord'
import { createKeyStore, type KeyStore } from '../keys/keyStore'
import { generateDecryptionKeys, hashOf, pointOf } from '../keys/primitives'
import { newId, next } from '../keys/testDevices'
import type { Desk } from './desk'
import { createDirectChat, type DirectChat } from './directChat'
import { createIdentities, type Identities } from './directIdentities'
import { createOwnDeviceKeys, type OwnDeviceKeys } from './directOwnKeys'
import { messageId } from './messageId'

// For tests: a server between two people, which does what a server does, or what it is told to do instead.

/** What a hostile server makes of what it was given, for whoever asks. */
export interface Tampering {
  entries?(entries: readonly SealedEntry[], reader: string): readonly SealedEntry[]
  chain?(entries: readonly Bytes[], of: string, reader: string): readonly Bytes[]
  epochs?(records: readonly Bytes[], reader: string): readonly Bytes[]
  /** Of what changes others, where that alone is asked for. */
  changes?(entries: readonly SealedEntry[], reader: string): readonly SealedEntry[]
  /** What it says to be the last number, with a page before `before` or from the end. */
  head?(head: number, before: number | null): number
}

export class Relay {
  readonly chains = new Map<string, Bytes[]>()
  entries: SealedEntry[] = []
  records: Bytes[] = []
  tampering: Tampering = {}
  friends = true
  /** Whose account has ended. */
  readonly gone = new Set<string>()
  /** The number that is said to be the next one's, and under which something else stands. */
  numbersAgain: number | undefined
  /** The next message is refused, as if another epoch had begun. */
  staleOnce = false
  /** Calls that are taken, and whose answers are lost. */
  readonly losesAnswersTo = new Set<keyof Commands>()
  /** What happens while an answer is on its way. */
  meanwhile: ((method: keyof Commands) => Promise<void>) | undefined
  readonly heard: { method: keyof Commands; command: unknown; by: string }[] = []
  private now = 1_000_000

  call(by: string): Call {
    return (async (method: keyof Commands, command: never) => {
      this.heard.push({ method, command, by })
      const isSealed = method === 'SendSealed' || method === 'SignalSealed'
      const outdated = isSealed && (await this.isOutdated((command as { envelope: Bytes }).envelope))
      const answer = this.answer(method, command, by, outdated)
      await this.meanwhile?.(method)
      if (!this.losesAnswersTo.has(method)) return answer
      this.losesAnswersTo.delete(method)
      return refused('unavailable')
    }) as Call
  }

  private answer(method: keyof Commands, command: never, by: string, outdated: boolean) {
    const ok = <T>(value: T) => ({ value, refusal: null })
    switch (method) {
      case 'GetChain': {
        const { user } = command as Commands['GetChain']['command']
        const chain = this.chains.get(user) ?? []
        return ok({ entries: this.tampering.chain?.(chain, user, by) ?? chain })
      }
      case 'AppendToChain': {
        const { entry } = command as { entry: Bytes }
        if (this.chains.has(by)) return refused('chainMovedOn')
        this.chains.set(by, [entry])
        return ok({})
      }
      case 'GetDeviceChallenge':
        return ok({ challenge: crypto.getRandomValues(new Uint8Array(32)) })
      case 'ProveDevice':
        return ok({})
      case 'SignalSealed':
        return outdated ? refused('staleEpoch') : ok({})
      case 'ReadEpochs': {
        const { after } = command as Commands['ReadEpochs']['command']
        return ok({ records: (this.tampering.epochs?.(this.records, by) ?? this.records).slice(after) })
      }
      case 'BeginEpoch': {
        const { record } = command as { record: Bytes }
        const { epoch, members } = decodeRecord(record)?.record ?? { members: [] }
        const isNewest = members.every(({ account, chainVersion }) => this.chains.get(account)?.length === chainVersion)
        if (epoch !== this.records.length + 1 || !isNewest) return refused('epochMovedOn')
        this.records.push(record)
        return ok({})
      }
      case 'GetFriends':
        return ok({ version: 1, entries: this.friendsOf(by) })
      case 'SendSealed':
        return this.post((command as { envelope: Bytes }).envelope, by, outdated)
      case 'ReadSealed':
        return ok(this.page(command, by))
      case 'ReadSealedChanges':
        return ok(this.changes(command, by))
      default:
        return refused('malformed')
    }
  }

  /** Whether somebody has another key by now than the one for which its epoch is sealed. */
  private async isOutdated(envelope: Bytes): Promise<boolean> {
    const record = this.records[(decodeHeader(envelope)?.header.epoch ?? 0) - 1]
    const members = (record && decodeRecord(record)?.record.members) ?? []
    const outdated = members.map(async ({ account, chainVersion, chainHash, encryptionKeyVersion }) => {
      const entries = (this.chains.get(account) ?? []).map(decodeEntry)
      const named = entries[chainVersion - 1]
      return (
        entries.at(-1)?.entry.encryptionKeyVersion !== encryptionKeyVersion ||
        !named ||
        !equal(await hashOf(named.body), chainHash)
      )
    })
    return (await Promise.all(outdated)).some(Boolean)
  }

  private friendsOf(user: string): FriendEntry[] {
    const others = this.friends
      ? [...this.chains.keys()].filter((other) => other !== user && !this.gone.has(other))
      : []
    return others.map((other) => ({
      view: { with: other, relation: 'friends', blocked: false, sinceMs: 0 },
      profile: { ...profileOf('Friend'), id: other },
      lastSeenMs: null,
    }))
  }

  private post(envelope: Bytes, by: string, outdated: boolean) {
    const header = decodeHeader(envelope)?.header
    if (!header) return refused('invalidEnvelope')
    const earlier = this.entries.find(
      (entry) => decodeHeader(entry.envelope)?.header.messageId === header.messageId && entry.author === by,
    )
    if (earlier && !equal(earlier.envelope, envelope)) return refused('messageIdTaken')
    if (earlier)
      return { value: { sequence: earlier.sequence, sentAtMs: earlier.sentAtMs, mentions: null }, refusal: null }
    if (!this.friends) return refused('notFriends')
    if (header.epoch !== this.records.length || outdated || this.staleOnce) {
      this.staleOnce = false
      return refused('staleEpoch')
    }
    if (this.numbersAgain !== undefined)
      return { value: { sequence: this.numbersAgain, sentAtMs: this.now, mentions: null }, refusal: null }
    const entry = {
      sequence: this.entries.length + 1,
      author: by,
      device: header.device,
      sentAtMs: this.now++,
      envelope,
    }
    this.entries.push(entry)
    return { value: { sequence: entry.sequence, sentAtMs: entry.sentAtMs, mentions: null }, refusal: null }
  }

  private served(reader: string): readonly SealedEntry[] {
    return this.tampering.entries?.(this.entries, reader) ?? this.entries
  }

  private page({ before, after, count }: Commands['ReadSealed']['command'], reader: string) {
    const served = this.served(reader)
    const last = served.at(-1)?.sequence ?? 0
    const head = this.tampering.head?.(last, before) ?? last
    if (after !== null) {
      const above = served.filter(({ sequence }) => sequence > after)
      return { entries: above.slice(0, count), head, hasMore: above.length > count }
    }
    const below = served.filter(({ sequence }) => sequence < (before ?? Infinity))
    return { entries: below.slice(-count), head, hasMore: below.length > count }
  }

  private changes({ after, count }: Commands['ReadSealedChanges']['command'], reader: string) {
    const served = this.served(reader)
    const all = served.filter(
      ({ sequence, envelope }) => sequence > after && decodeHeader(envelope)?.header.type === 'change',
    )
    const above = this.tampering.changes?.(all, reader) ?? all
    return { entries: above.slice(0, count), head: served.at(-1)?.sequence ?? 0, hasMore: above.length > count }
  }
}

/** Somebody at a browser of their own. */
export interface Somebody {
  profile: Profile
  store: KeyStore
  identities: Identities
  keys: OwnDeviceKeys
  desk: Desk
  /** The conversation with the other, as a browser has it that was opened now. */
  opens(other: Profile, theirKeys?: 'unknown'): Promise<DirectChat>
  says(chat: DirectChat, text: string, replyTo?: number): Promise<number>
  /** The newest messages: texts, or in angle brackets what is wrong. */
  reads(chat: DirectChat, count?: number): Promise<string[]>
}

export const profileOf = (name: string): Profile => ({
  id: newId(),
  name,
  colour: '#123456',
  guest: false,
  handle: name.toLowerCase(),
  status: null,
  picture: null,
})

export async function join(relay: Relay, name: string, profile = profileOf(name), store?: KeyStore): Promise<Somebody> {
  const kept = store ?? createKeyStore(`keys-${newId()}`)
  const call = relay.call(profile.id)
  const desk: Desk = {
    clock: systemClock,
    random: Math.random,
    newMessageId: () => messageId(Date.now(), newId()),
    call,
    attached: () => true,
    me: () => profile,
    recipient: () => ({ me: profile.id, blocked: () => false }),
  }
  const identities = createIdentities({ call, store: kept, me: () => profile.id })
  const connection = newId()
  const keys = createOwnDeviceKeys({
    desk,
    store: kept,
    identities,
    locks: undefined,
    newId,
    connection: () => connection,
    persist() {},
  })
  keys.want()
  keys.attached()
  await keys.proven()
  const person: Somebody = {
    profile,
    store: kept,
    identities,
    keys,
    desk,
    async opens(other, theirKeys) {
      const own = keys.device()
      if (!own) throw new Error(`${name} has no keys: ${keys.keys()}`)
      if (theirKeys !== 'unknown') await identities.follow(other.id)
      const conversation = await directConversation(profile.id, other.id)
      const given = {
        desk,
        conversation,
        me: profile.id,
        other: other.id,
        own,
        proven: keys.proven,
        identities,
        store: kept,
        profileOf: (account: string) => (account === profile.id ? profile : other),
        showsTyping: () => true,
        serverNow: () => Date.now(),
        settled: async () => {},
      }
      return createRoot(() => createDirectChat(given))
    },
    async says(chat, text, replyTo) {
      const command = { conversation: '', id: desk.newMessageId(), text, replyTo: replyTo ?? null }
      const { value, refusal } = await chat.desk.call('SendMessage', command)
      if (!value) throw new Error(refusal.code)
      return value.sequence
    },
    async reads(chat, count = 100) {
      const { page, refusal } = await chat.log.read({ before: null, after: null, count })
      if (!page) throw new Error(refusal.code)
      return page.messages.map(({ sequence, text, deleted, erased }) => {
        const doubt = chat.log.doubt(sequence)
        const said = deleted ? '<deleted>' : erased ? '<erased>' : text
        return doubt ? `${said}<${doubt}>` : said
      })
    },
  }
  return person
}

/** Ada and Bo, who know each other. */
export async function twoPeople(relay = new Relay()) {
  const [ada, bo] = [await join(relay, 'Ada'), await join(relay, 'Bo')]
  return { relay, ada, bo, adas: await ada.opens(bo.profile), bos: await bo.opens(ada.profile) }
}

/** One of somebody's browsers adds devices or removes one; when it removes one, or does neither, their key is another one. */
export async function changesDevices(
  relay: Relay,
  { profile: { id }, keys, store }: Somebody,
  { adds = [], removes }: { adds?: readonly DeviceRecord[]; removes?: string },
): Promise<void> {
  const [own, entries] = [keys.device(), relay.chains.get(id) ?? []]
  const last = decodeEntry(entries.at(-1) ?? new Uint8Array())
  const record = last?.entry.devices.find((device) => device.id === own?.device)
  if (!own || !last || !record) throw new Error('no device of theirs')
  const { devices, encryptionKeyVersion } = last.entry
  const another = removes !== undefined || adds.length === 0 ? await generateDecryptionKeys() : undefined
  const key = another && {
    encryptionKeyVersion: encryptionKeyVersion + 1,
    encryptionKey: await pointOf(another),
  }
  const entry = await next(
    last,
    id,
    { record, signing: own.signing },
    { devices: [...devices.filter((device) => device.id !== removes), ...adds], ...key },
  )
  if (another) await store.keepIdentityKey(id, encryptionKeyVersion + 1, another)
  relay.chains.set(id, [...entries, bytesOf(entry)])
  keys.attached()
  await keys.proven()
}

/** Another browser of theirs, which they have added. */
export async function addsBrowser(relay: Relay, who: Somebody): Promise<Somebody> {
  const { id } = who.profile
  const store = createKeyStore(`keys-${newId()}`)
  const { device, signing, decryption } = await store.findOrMake(id, newId())
  for (const [version, keys] of await who.store.identityKeys(id)) await store.keepIdentityKey(id, version, keys)
  const [signingKey, decryptionKey] = [await pointOf(signing), await pointOf(decryption)]
  await changesDevices(relay, who, { adds: [{ kind: 'browser', id: device, signingKey, decryptionKey }] })
  return join(relay, who.profile.name, who.profile, store)
}
