import { IdBytes, toHex } from './bytes'
import type { SignedEntry } from './chainEntry'
import { recordOf } from './deviceRecord'
import { signAsDevice } from './deviceSignature'
import type { DeviceKeys } from './keyLayout'
import { type AddedDevice, type GrantFault, openPairGrant } from './pairingGrant'
import {
  type PairAccept,
  type PairDone,
  type PairGrant,
  type PairingMessage,
  PairingNonceBytes,
  type PairReveal,
  type PairStart,
} from './pairingMessages'
import { commitmentTo, macOf, type PairingSecrets, secretsOf } from './pairingSecrets'
import { AgainMs, CodeMs, PairingMs } from './pairingTimes'
import { generateDecryptionKeys, pointOf, randomBytes } from './primitives'

/** `ended`: the other side or the server did; `key`: what the other side sent is no key. */
export type NewDeviceAbort = 'expired' | 'ended' | 'key' | GrantFault

/**
 * Where a device is that is to become one of its owner's. A tab can keep it and go on from it after a reload; times are in milliseconds since 1970.
 * `codeShown`: the code belongs to just this pairing. `confirming`: all that can be checked is right, and the owner is asked whether the
 * other device says so too, since whoever stands between can have given another identity.
 */
export type NewDeviceState =
  | { kind: 'unverified' }
  | { kind: 'requested'; start: PairStart; ephemeral: CryptoKeyPair; reveal: PairReveal; until: number }
  | { kind: 'codeShown'; start: PairStart; accept: PairAccept; secrets: PairingSecrets; until: number }
  | { kind: 'confirming'; added: AddedDevice; done: PairDone }
  | { kind: 'trusted'; added: AddedDevice }
  | { kind: 'aborted'; why: NewDeviceAbort; until: number }

/** What happens. `entries`: the whole chain, as the server has it then. `ended`: the pairing is over elsewhere. */
export type NewDeviceEvent =
  | { kind: 'start' }
  | { kind: 'accept'; message: PairAccept }
  | { kind: 'grant'; message: PairGrant; entries: readonly SignedEntry[] }
  | { kind: 'confirm' }
  | { kind: 'deny' }
  | { kind: 'cancel' }
  | { kind: 'ended' }
  | { kind: 'timePassed' }

/** `wipe`: the device's keys are to be thrown away, since somebody may be about to trust them, or has been given them. */
export interface NewDeviceStep {
  state: NewDeviceState
  send?: PairingMessage
  wipe?: true
}

const unverified: NewDeviceState = { kind: 'unverified' }

/** The next state. What does not belong to this one, or to another pairing, changes nothing. */
export async function stepOfNewDevice(
  own: DeviceKeys,
  before: NewDeviceState,
  event: NewDeviceEvent,
  now: number,
): Promise<NewDeviceStep> {
  const over = overTime(before, now)
  // Whatever comes with the end of the time comes too late for what has ended.
  if (over) return over
  switch (before.kind) {
    case 'unverified':
      return event.kind === 'start' ? request(own, now) : { state: before }
    case 'requested':
      if (event.kind === 'cancel') return { state: unverified }
      if (event.kind === 'ended') return abort('ended', now)
      return event.kind === 'accept' && isOf(before.start, event.message)
        ? showCode(own, before, event.message, now)
        : { state: before }
    case 'codeShown':
      if (event.kind === 'cancel') return { state: unverified, wipe: true }
      if (event.kind === 'ended') return { ...abort('ended', now), wipe: true }
      return event.kind === 'grant' && isOf(before.start, event.message)
        ? receive(own, before, event.message, event.entries, now)
        : { state: before }
    case 'confirming':
      if (event.kind === 'confirm') return { state: { kind: 'trusted', added: before.added }, send: before.done }
      return event.kind === 'deny' || event.kind === 'cancel' ? { state: unverified, wipe: true } : { state: before }
    default:
      return { state: before }
  }
}

function overTime(state: NewDeviceState, now: number): NewDeviceStep | undefined {
  if (!('until' in state) || now < state.until) return undefined
  // The trusted device may have granted at the last moment: then these keys are in the chain, and nobody's.
  return state.kind === 'codeShown' ? { ...abort('expired', now), wipe: true } : { state: unverified }
}

const abort = (why: NewDeviceAbort, now: number): NewDeviceStep => ({
  state: { kind: 'aborted', why, until: now + AgainMs },
})

const isOf = ({ pairing }: PairStart, message: PairingMessage): boolean => message.pairing === pairing

async function request(own: DeviceKeys, now: number): Promise<NewDeviceStep> {
  const [ephemeral, record, pairing] = [
    await generateDecryptionKeys(),
    await recordOf(own),
    toHex(randomBytes(IdBytes)),
  ]
  const nonce = randomBytes(PairingNonceBytes)
  const reveal: PairReveal = { kind: 'reveal', pairing, ephemeralKey: await pointOf(ephemeral), nonce }
  const [signature, commitment] = [
    await signAsDevice(own.account, record, own.signing),
    await commitmentTo(record, reveal),
  ]
  const start: PairStart = { kind: 'start', pairing, record, signature, commitment }
  return { state: { kind: 'requested', start, ephemeral, reveal, until: now + PairingMs }, send: start }
}

async function showCode(
  { account }: DeviceKeys,
  { start, ephemeral, reveal, until }: Extract<NewDeviceState, { kind: 'requested' }>,
  accept: PairAccept,
  now: number,
): Promise<NewDeviceStep> {
  const half = { keys: ephemeral, other: accept.ephemeralKey }
  const secrets = await secretsOf(account, start, accept, reveal, half)
  if (!secrets) return abort('key', now)
  const shown = { kind: 'codeShown', start, accept, secrets, until: Math.min(now + CodeMs, until) } as const
  return { state: shown, send: reveal }
}

async function receive(
  own: DeviceKeys,
  { start, accept, secrets }: Extract<NewDeviceState, { kind: 'codeShown' }>,
  message: PairGrant,
  entries: readonly SignedEntry[],
  now: number,
): Promise<NewDeviceStep> {
  const added = await openPairGrant(own, { start, accept, secrets }, message, entries)
  if ('fault' in added) return { ...abort(added.fault, now), wipe: true }
  const mac = await macOf(secrets.newKey, secrets.transcript, message)
  return { state: { kind: 'confirming', added, done: { kind: 'done', pairing: start.pairing, mac } } }
}
