import type { Refusal } from '../../contract'
import type { NewDeviceAbort } from '../pairingNewDevice'
import type { TrustedDeviceAbort } from '../pairingTrustedDevice'
import type { RecoveryFault } from '../recovery'

/** Where this browser is that is to become one of its owner's devices. Times are in milliseconds since 1970, by this browser's clock. */
export type Joining =
  /** `why`: what became of the attempt before, if there was one. */
  | { kind: 'idle'; why?: NewDeviceAbort }
  /** Another device has to be opened, and there the request. */
  | { kind: 'asked'; until: number }
  /** To be typed on the other device: six digits. */
  | { kind: 'code'; code: string; until: number }
  /** All is right that can be checked: the owner is asked whether the other device says so too. */
  | { kind: 'confirming' }

/** A browser that asks to be added, as a trusted device sees it. */
export interface DeviceRequest {
  pairing: string
  /** What it calls itself; nobody vouches for it. */
  name: string
  /** When it ends, whatever its state. */
  endsAt: number
  /**
   * `asked`: nothing happens until the owner wants it. `elsewhere`: another device has gone on with it. `code`: the other browser shows the code
   * that is to be typed here. `granting`: it was right, and the server is to take it. `added`: this device shows ✓. `over`: it came to nothing; with the
   * device that was added, or may have been, when that is `unconfirmed`.
   */
  state:
    | { kind: 'asked' }
    | { kind: 'elsewhere' }
    | { kind: 'accepted' }
    | { kind: 'code'; until: number }
    | { kind: 'granting' }
    | { kind: 'added'; device: string; confirmed: boolean }
    | { kind: 'over'; why: TrustedDeviceAbort; device?: string }
}

/** One of the own devices. */
export interface ListedDevice {
  id: string
  kind: 'browser' | 'paper'
  /** Undefined when nobody has named it. */
  name: string | undefined
  addedAtMs: number | undefined
  /** What the device that added it is called ("the recovery code" for paper); undefined for the first one and when it is not known any more. */
  addedBy: string | undefined
  seenAtMs: number | undefined
  here: boolean
  /** Whether it is this browser. */
  current: boolean
}

/** What has become of the devices while one was not looking. */
export interface DeviceNews {
  /** Of the device: one news of each, the last that became of it. */
  id: string
  kind: 'added' | 'removed' | 'newCode'
  name: string | undefined
}

/** What testing a recovery code has shown. `missing`: the server does not have what the code opens, or not the key for it. */
export type CodeTest = 'works' | 'missing' | RecoveryFault

/** The own devices: which there are, how this browser becomes one, and how another one does. */
export interface DevicesView {
  /** This browser, while it is no device. */
  joining(): Joining
  /** Asks the other devices. Resolves once the server knows of it. */
  ask(): Promise<Refusal | undefined>
  cancel(): Promise<void>
  /** The owner has seen ✓ on the other device. */
  confirm(): Promise<Refusal | undefined>
  /** The owner has not. */
  deny(): Promise<void>

  /** Browsers that ask to be added, the oldest first; empty while this browser is no device itself. */
  requests(): readonly DeviceRequest[]
  accept(pairing: string): Promise<Refusal | undefined>
  /** Anything else than six digits is no guess, and answers `noCode`. */
  enterCode(pairing: string, typed: string): Promise<Refusal | 'noCode' | undefined>
  /** Cancels it, or no longer shows what became of it. */
  dismiss(pairing: string): Promise<void>
  /** Until when no code is taken, after three wrong ones. */
  lockedUntil(): number | undefined

  /** Whether the chain has a recovery code; undefined while that is not known. */
  hasCode(): boolean | undefined
  /** Whether what was stored for it is all there still, as far as it can be seen without the code. */
  checkCode(): Promise<'there' | 'missing' | 'none' | Refusal>
  /** Draws another code, which is worth nothing until it is kept. */
  drawCode(): Promise<string>
  /** The code that was drawn last counts from now on, and the one before no more. */
  keepCode(): Promise<Refusal | undefined>
  testCode(typed: string): Promise<CodeTest | Refusal>
  /** With the code this browser becomes a device. Answers what is wrong; undefined when it is one. */
  recover(typed: string): Promise<CodeTest | Refusal | undefined>
  /** Whether this browser came by the code, which should be replaced now. */
  cameByCode(): boolean

  /** As they were listed last; empty before. */
  devices(): readonly ListedDevice[]
  list(): Promise<Refusal | undefined>
  rename(device: string, name: string): Promise<Refusal | undefined>
  /** Removes a device, and gives all others another key. */
  remove(device: string): Promise<Refusal | undefined>

  /** When the identity starts over; undefined while nobody wants that. */
  startsOverAt(): number | undefined
  startOver(): Promise<Refusal | undefined>
  doNotStartOver(): Promise<Refusal | undefined>
  /** The time is over: this browser becomes the first device of the identity's new keys. */
  beginAnew(): Promise<Refusal | undefined>

  /** Where the own keys are `replaced`: the owner knows that the identity was started over elsewhere. What is here of the one before goes. */
  forgetReplaced(): Promise<void>

  /** The oldest first. */
  news(): readonly DeviceNews[]
  dismissNews(id: string): void
}
