import { equal } from './bytes'
import type { ChainEntry, SignedEntry } from './chainEntry'
import { afterWrongCode, type CodeAttempts, isLocked } from './codeAttempts'
import type { ChangeFault } from './deviceChange'
import { makePairGrant, type TrustedDevice } from './pairingGrant'
import {
  type PairAccept,
  type PairDone,
  type PairGrant,
  type PairingMessage,
  PairingNonceBytes,
  type PairReveal,
  type PairStart,
} from './pairingMessages'
import { faultOfStart, type StartFault } from './pairingRules'
import { commitmentTo, isMacOf, type PairingSecrets, secretsOf } from './pairingSecrets'
import { CodeMs, PairingMs } from './pairingTimes'
import { generateDecryptionKeys, hashOf, pointOf, randomBytes } from './primitives'

/**
 * Why a pairing came to nothing. `ended`: the other side or the server did; `locked`: too many wrong codes; `unconfirmed`: the device was added, or
 * may have been, and nobody has said on it that it should be: its owner may want to remove it.
 */
export type TrustedDeviceAbort =
  'cancelled' | 'ended' | 'expired' | 'commitment' | 'wrongCode' | 'locked' | 'unconfirmed' | StartFault | ChangeFault

interface Asked {
  start: PairStart
  /** When the whole pairing ends, in milliseconds since 1970. */
  ends: number
}

interface Coded extends Asked {
  secrets: PairingSecrets
}

/**
 * Where a trusted device is with one that asks to be added. `requested`: nothing happens until the owner wants it. `codeShown`: the other one
 * shows a code. `granting`: it was the right one, and the server is to take the entry. `confirming`: it has; this device says so, and the other one
 * asks its owner about it.
 */
export type TrustedDeviceState =
  | ({ kind: 'requested' } & Asked)
  | ({ kind: 'accepted'; accept: PairAccept; ephemeral: CryptoKeyPair } & Asked)
  | ({ kind: 'codeShown'; until: number } & Coded)
  | ({ kind: 'granting'; grant: PairGrant } & Coded)
  | ({ kind: 'confirming'; grant: PairGrant } & Coded)
  | { kind: 'trusted'; grant: PairGrant }
  | { kind: 'aborted'; why: TrustedDeviceAbort }

/**
 * What happens. `entries`: the whole chain as this device follows it. `movedOn`: the server did not take the entry, since another one came first;
 * `appended`: it did. `ended`: the pairing is over elsewhere.
 */
export type TrustedDeviceEvent =
  | { kind: 'accept'; entries: readonly SignedEntry[] }
  | { kind: 'reveal'; message: PairReveal }
  | { kind: 'code'; typed: string; entries: readonly SignedEntry[] }
  | { kind: 'movedOn'; entries: readonly SignedEntry[] }
  | { kind: 'appended' }
  | { kind: 'done'; message: PairDone }
  | { kind: 'cancel' }
  | { kind: 'ended' }
  | { kind: 'timePassed' }

/** `attempts`: of this device, to be kept before anything else is done. */
export interface TrustedDeviceStep {
  state: TrustedDeviceState
  attempts: CodeAttempts
  send?: PairingMessage
}

/** A device asks; `head` is the newest state of the chain. What cannot be added is not shown to anybody. */
export async function requestedBy(
  start: PairStart,
  head: ChainEntry,
  now: number,
): Promise<TrustedDeviceState & { kind: 'requested' | 'aborted' }> {
  const fault = await faultOfStart(head.account, start, head)
  return fault ? { kind: 'aborted', why: fault } : { kind: 'requested', start, ends: now + PairingMs }
}

/** The next state. What does not belong to this one, or to another pairing, changes nothing. */
export async function stepOfTrustedDevice(
  own: TrustedDevice,
  attempts: CodeAttempts,
  before: TrustedDeviceState,
  event: TrustedDeviceEvent,
  now: number,
): Promise<TrustedDeviceStep> {
  const stays = { state: before, attempts }
  const aborted = (why: TrustedDeviceAbort) => ({ state: { kind: 'aborted', why } as const, attempts })
  if (before.kind === 'trusted' || before.kind === 'aborted') return stays
  const late = lateness(before, now)
  if (late) return aborted(late)
  if (before.kind === 'confirming')
    return event.kind === 'done' && (await isDone(before, event.message))
      ? { state: { kind: 'trusted', grant: before.grant }, attempts }
      : stays
  // What was sent may be in the chain already.
  if (event.kind === 'cancel') return before.kind === 'granting' ? stays : aborted('cancelled')
  if (event.kind === 'ended') return aborted('ended')
  switch (before.kind) {
    case 'requested':
      if (event.kind !== 'accept') return stays
      return isLocked(attempts, now) ? aborted('locked') : { ...(await accept(own, before, event.entries)), attempts }
    case 'accepted': {
      if (event.kind !== 'reveal' || event.message.pairing !== before.start.pairing) return stays
      const secrets = await revealed(own, before, event.message)
      if (!secrets) return aborted('commitment')
      const { start, ends } = before
      return { state: { kind: 'codeShown', start, ends, secrets, until: Math.min(now + CodeMs, ends) }, attempts }
    }
    case 'codeShown': {
      const typed = event.kind === 'code' ? digitsOf(event.typed) : undefined
      if (event.kind !== 'code' || typed === undefined) return stays
      if (isLocked(attempts, now)) return aborted('locked')
      // One guess a pairing: whoever stands between has one chance in a million.
      if (typed !== before.secrets.code) return { ...aborted('wrongCode'), attempts: afterWrongCode(attempts, now) }
      return { ...(await grant(own, before, event.entries)), attempts }
    }
    case 'granting':
      if (event.kind === 'appended') return { state: { ...before, kind: 'confirming' }, attempts }
      return event.kind === 'movedOn' ? { ...(await grant(own, before, event.entries)), attempts } : stays
  }
}

function lateness(
  state: Exclude<TrustedDeviceState, { kind: 'trusted' | 'aborted' }>,
  now: number,
): TrustedDeviceAbort | undefined {
  if (state.kind === 'codeShown' && now >= state.until) return 'expired'
  if (now < state.ends) return undefined
  return state.kind === 'granting' || state.kind === 'confirming' ? 'unconfirmed' : 'expired'
}

/** Six digits, however they are set apart; undefined for what is no code and therefore no guess. */
function digitsOf(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '')
  return /^\d{6}$/.test(digits) ? digits : undefined
}

async function accept(
  { keys }: TrustedDevice,
  { start, ends }: Asked,
  entries: readonly SignedEntry[],
): Promise<Omit<TrustedDeviceStep, 'attempts'>> {
  const head = entries.at(-1)
  // The list may have changed since it was asked.
  const fault = head ? await faultOfStart(keys.account, start, head.entry) : 'grant'
  if (!head || fault) return { state: { kind: 'aborted', why: fault ?? 'grant' } }
  const ephemeral = await generateDecryptionKeys()
  const message: PairAccept = {
    kind: 'accept',
    pairing: start.pairing,
    ephemeralKey: await pointOf(ephemeral),
    nonce: randomBytes(PairingNonceBytes),
    headHash: await hashOf(head.body),
    device: keys.device,
  }
  return { state: { kind: 'accepted', start, ends, accept: message, ephemeral }, send: message }
}

async function revealed(
  { keys }: TrustedDevice,
  { start, accept: accepted, ephemeral }: Extract<TrustedDeviceState, { kind: 'accepted' }>,
  reveal: PairReveal,
): Promise<PairingSecrets | undefined> {
  if (!equal(await commitmentTo(start.record, reveal), start.commitment)) return undefined
  return secretsOf(keys.account, start, accepted, reveal, { keys: ephemeral, other: reveal.ephemeralKey })
}

async function grant(
  own: TrustedDevice,
  { start, ends, secrets }: Coded,
  entries: readonly SignedEntry[],
): Promise<Omit<TrustedDeviceStep, 'attempts'>> {
  const made = await makePairGrant(own, start, secrets, entries)
  if ('fault' in made) return { state: { kind: 'aborted', why: made.fault } }
  return { state: { kind: 'granting', start, ends, secrets, grant: made }, send: made }
}

const isDone = async ({ start, secrets, grant: granted }: Coded & { grant: PairGrant }, done: PairDone) =>
  done.pairing === start.pairing && isMacOf(secrets.newKey, secrets.transcript, granted, done.mac)
