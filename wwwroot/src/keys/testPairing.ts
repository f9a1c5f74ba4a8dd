import type { SignedEntry } from './chainEntry'
import { type CodeAttempts, noAttempts } from './codeAttempts'
import type { DeviceKeys } from './keyLayout'
import {
  decodePairing,
  encodePairing,
  type PairAccept,
  type PairingMessage,
  type PairReveal,
  type PairStart,
} from './pairingMessages'
import { type NewDeviceEvent, type NewDeviceState, stepOfNewDevice } from './pairingNewDevice'
import {
  requestedBy,
  stepOfTrustedDevice,
  type TrustedDeviceEvent,
  type TrustedDeviceState,
} from './pairingTrustedDevice'
import type { TestIdentity } from './testIdentity'

/** From its bytes, as whoever is sent it does. */
export function received<T extends PairingMessage>(message: T): T {
  const read = decodePairing(encodePairing(message))
  if (!read) throw new Error('a message that cannot be read')
  return read as T
}

export type Of<State extends { kind: string }, Kind extends State['kind']> = Extract<State, { kind: Kind }>

/** Both sides of a pairing, and a clock; what one side sends the test brings to the other one, or does not. */
export interface TestPairing {
  at: number
  own: DeviceKeys
  newDevice: NewDeviceState
  trusted: TrustedDeviceState
  identity: TestIdentity
  attempts: CodeAttempts
  wiped: boolean
  /** What happens on one side; answers what it sends. */
  onNew(event: NewDeviceEvent): Promise<PairingMessage | undefined>
  onTrusted(event: TrustedDeviceEvent): Promise<PairingMessage | undefined>
  newIs<Kind extends NewDeviceState['kind']>(kind: Kind): Of<NewDeviceState, Kind>
  trustedIs<Kind extends TrustedDeviceState['kind']>(kind: Kind): Of<TrustedDeviceState, Kind>
}

export function createPairing(
  own: DeviceKeys,
  identity: TestIdentity,
  attempts = noAttempts,
  at = 1_000_000,
): TestPairing {
  const pairing: TestPairing = {
    at,
    own,
    newDevice: { kind: 'unverified' },
    trusted: { kind: 'aborted', why: 'ended' },
    identity,
    attempts,
    wiped: false,
    async onNew(event) {
      const step = await stepOfNewDevice(own, pairing.newDevice, event, pairing.at)
      pairing.newDevice = step.state
      pairing.wiped ||= step.wipe ?? false
      return step.send && received(step.send)
    },
    async onTrusted(event) {
      const trusted = { keys: pairing.identity.own, grant: pairing.identity.grant }
      const step = await stepOfTrustedDevice(trusted, pairing.attempts, pairing.trusted, event, pairing.at)
      pairing.trusted = step.state
      pairing.attempts = step.attempts
      return step.send && received(step.send)
    },
    newIs(kind) {
      if (pairing.newDevice.kind !== kind) throw new Error(`the new device is ${pairing.newDevice.kind}`)
      return pairing.newDevice as Of<NewDeviceState, typeof kind>
    },
    trustedIs(kind) {
      if (pairing.trusted.kind !== kind) throw new Error(`the trusted device is ${pairing.trusted.kind}`)
      return pairing.trusted as Of<TrustedDeviceState, typeof kind>
    },
  }
  return pairing
}

const headOf = ({ entries }: TestIdentity): SignedEntry => {
  const head = entries.at(-1)
  if (!head) throw new Error('no chain')
  return head
}

export async function start(pairing: TestPairing): Promise<PairStart> {
  const message = (await pairing.onNew({ kind: 'start' })) as PairStart
  pairing.trusted = await requestedBy(message, headOf(pairing.identity).entry, pairing.at)
  return message
}

export async function accept(pairing: TestPairing): Promise<PairAccept> {
  return (await pairing.onTrusted({ kind: 'accept', entries: pairing.identity.entries })) as PairAccept
}

/** Up to the code that is shown. */
export async function toCode(
  pairing: TestPairing,
): Promise<{ start: PairStart; accept: PairAccept; reveal: PairReveal }> {
  const [started, accepted] = [await start(pairing), await accept(pairing)]
  const reveal = (await pairing.onNew({ kind: 'accept', message: accepted })) as PairReveal
  await pairing.onTrusted({ kind: 'reveal', message: reveal })
  return { start: started, accept: accepted, reveal }
}

/** The owner types on the trusted device what the new one shows, or something else. */
export const type = (pairing: TestPairing, typed = pairing.newIs('codeShown').secrets.code) =>
  pairing.onTrusted({ kind: 'code', typed, entries: pairing.identity.entries })

/** The server takes the entry, and hands everything over. */
export async function toConfirming(pairing: TestPairing): Promise<void> {
  const { grant } = pairing.trustedIs('granting')
  await pairing.onTrusted({ kind: 'appended' })
  pairing.identity = { ...pairing.identity, entries: [...pairing.identity.entries, grant.entry] }
  await pairing.onNew({ kind: 'grant', message: received(grant), entries: pairing.identity.entries })
}
