import { createSignal } from 'solid-js'
import { type Call, refused, refusalOf } from '../../connections/calls'
import type { Commands, Refusal, ServerEvent } from '../../contract'
import { type Bytes, equal } from '../bytes'
import { faultOf } from '../chain'
import { type ChainEntry, decodeEntry, type SignedEntry } from '../chainEntry'
import { decodeEntryKeys, type EntryKeys } from '../entryKeys'
import { faultOfKeys } from '../entryKeysRules'
import { encodeSealedKey } from '../sealedKey'
import { decodeVaultHeader } from '../sealedVault'
import { newId } from '../testDevices'
import type { TestClock } from './testClock'
import { TestPairings } from './testPairings'

// For tests: what the server keeps of one identity's devices, as `Grains/Keys/DeviceChainGrain` does; or what it is told to do instead.

const StartsOverAfterMs = 86_400_000

/** A tab with a socket. */
export interface Socket {
  proven?: string
  hear(event: ServerEvent): void
}

type Method = keyof Commands
export type Answer = { value: unknown; refusal: null } | { value: null; refusal: Refusal }

export class DeviceServer {
  readonly account: string
  entries: Bytes[] = []
  readonly grants = new Map<string, Bytes>()
  readonly keysBefore = new Map<number, Bytes>()
  recovery: Bytes | undefined
  startsOverAt: number | undefined
  readonly names = new Map<string, string>()
  readonly vault = new Map<number, Bytes>()
  private readonly onItsWay: TestPairings = new TestPairings(this)
  readonly pairings = this.onItsWay.pairings
  readonly sockets = new Set<Socket>()
  /** Calls that are taken, and whose answers are lost, once each. */
  readonly losesAnswersTo: Method[] = []
  /** Calls that never come here, once each. */
  readonly losesCallsOf: Method[] = []
  /** What happens before a call is answered, once. */
  before: ((method: Method) => Promise<void>) | undefined
  /** What it shows of the chain in place of what it has. */
  shows: ((entries: readonly Bytes[]) => readonly Bytes[]) | undefined
  readonly heard: Method[] = []
  readonly calls = createSignal(0)

  constructor(
    readonly clock: TestClock,
    account = newId(),
  ) {
    this.account = account
  }

  call(socket: Socket): Call {
    return (async (method: Method, command: never) => {
      if (!this.sockets.has(socket) || taken(this.losesCallsOf, method)) return refused('unavailable')
      this.heard.push(method)
      const before = this.before
      this.before = undefined
      await before?.(method)
      const answer = await this.answer(socket, method, command)
      this.calls[1]((count) => count + 1)
      return taken(this.losesAnswersTo, method) || !this.sockets.has(socket) ? refused('unavailable') : answer
    }) as Call
  }

  tell(event: ServerEvent) {
    for (const socket of this.sockets) socket.hear(event)
  }

  chain(): SignedEntry[] {
    return this.entries.map(decodeEntry).filter((entry) => entry !== undefined)
  }

  get head(): ChainEntry | undefined {
    return this.chain().at(-1)?.entry
  }

  private async answer(socket: Socket, method: Method, command: never): Promise<Answer> {
    switch (method) {
      case 'GetChain': {
        const own = (command as { user: string }).user === this.account
        const entries = own ? (this.shows?.(this.entries) ?? this.entries) : []
        return ok({ entries: [...entries], startsOverAtMs: own ? (this.startsOverAt ?? null) : null })
      }
      case 'AppendToChain':
        return this.append(command)
      case 'GetDeviceChallenge':
        return ok({ challenge: crypto.getRandomValues(new Uint8Array(32)) })
      case 'ProveDevice': {
        const { device } = command as { device: string }
        if (!this.lists(device)) return refused('deviceNotAdded')
        socket.proven = device
        return ok({})
      }
      case 'GetKeys':
        return this.ifDevice(socket, (device) =>
          ok({
            grant: this.grants.get(device) ?? null,
            keysBefore: [...this.keysBefore].map(([version, sealed]) => ({ version, sealed })),
          }),
        )
      case 'GetRecovery': {
        const grant = this.grants.get(this.head?.devices.find(({ kind }) => kind === 'paper')?.id ?? '')
        return this.recovery && grant ? ok({ sealed: this.recovery, grant }) : refused('notFound')
      }
      case 'GetKeyDevices':
        return ok({ devices: (this.head?.devices ?? []).map(({ id }) => this.described(id)) })
      case 'NameKeyDevice':
        return this.ifDevice(socket, () => {
          const { device, name } = command as Commands['NameKeyDevice']['command']
          this.names.set(device, name)
          return ok({})
        })
      case 'StartPairing':
        return this.onItsWay.start(command)
      case 'Pair':
        return this.onItsWay.pair(socket, command)
      case 'EndPairing':
        return this.onItsWay.end(command)
      case 'GetPairings':
        return this.onItsWay.list()
      case 'StartOver':
        this.startsOverAt ??= this.clock.now() + StartsOverAfterMs
        return this.changed()
      case 'DoNotStartOver':
        this.startsOverAt = undefined
        return this.changed()
      case 'ReadVaultPart':
        return this.ifDevice(socket, () => ok({ sealed: this.vault.get((command as { part: number }).part) ?? null }))
      case 'KeepVaultPart':
        return this.ifDevice(socket, () => this.keepVault(command))
      default:
        return refused('malformed')
    }
  }

  private lists = (device: string) => this.head?.devices.some(({ id, kind }) => id === device && kind === 'browser')

  private ifDevice(socket: Socket, act: (device: string) => Answer): Answer {
    return socket.proven !== undefined && this.lists(socket.proven) ? act(socket.proven) : refused('deviceNotAdded')
  }

  private described(device: string) {
    const here = [...this.sockets].some(({ proven }) => proven === device)
    return { device, name: this.names.get(device) ?? null, addedAtMs: 1, seenAtMs: 2, here }
  }

  private async append({ entry, keys }: { entry: Bytes; keys: Bytes }): Promise<Answer> {
    if (this.entries.some((known) => equal(known, entry))) return ok({})
    const [next, going] = [decodeEntry(entry), decodeEntryKeys(keys)]
    if (!next || !going) return refused('invalidChainEntry')
    const refusal = await this.take(next, entry, going)
    return refusal ? { value: null, refusal } : ok({})
  }

  async take(next: SignedEntry, bytes: Bytes, keys: EntryKeys): Promise<Refusal | undefined> {
    const anew = next.entry.version === 1 && this.startsOverAt !== undefined && this.startsOverAt <= this.clock.now()
    const earlier = anew ? [] : this.chain()
    if (next.entry.version <= earlier.length) return refusalOf('chainMovedOn')
    const fault = (await faultOf(this.account, next, earlier)) ?? (await faultOfKeys(next, earlier.at(-1)?.entry, keys))
    if (fault) return refusalOf('invalidChainEntry')
    // Another one may have come while this was looked at.
    if (!anew && next.entry.version <= this.entries.length) return refusalOf('chainMovedOn')
    if (anew) {
      this.entries = []
      this.keysBefore.clear()
      this.startsOverAt = undefined
    }
    this.entries.push(bytes)
    if (keys.keyBefore) this.keysBefore.set(next.entry.encryptionKeyVersion, encodeSealedKey(keys.keyBefore))
    if (keys.keyBefore || anew) this.grants.clear()
    for (const { device, sealed } of keys.grants) this.grants.set(device, encodeSealedKey(sealed))
    this.recovery =
      keys.recovery ?? (next.entry.devices.some(({ kind }) => kind === 'paper') ? this.recovery : undefined)
    this.changed()
    return undefined
  }

  private changed(): Answer {
    const head = this.head
    const devices = head?.devices.map(({ id }) => id) ?? []
    const startsOverAtMs = this.startsOverAt ?? null
    if (head) this.tell({ type: 'devicesChanged', version: head.version, devices, startsOverAtMs })
    return ok({})
  }

  private keepVault({ part, vault }: { part: number; vault: Bytes }): Answer {
    const [held, next] = [this.vault.get(part), decodeVaultHeader(vault)]
    if (held && equal(held, vault)) return ok({})
    if (next?.part !== part) return refused('invalidVault')
    const revision = (held && decodeVaultHeader(held)?.revision) ?? 0
    const follows = next.revision === revision + 1 && next.encryptionKeyVersion === this.head?.encryptionKeyVersion
    if (!follows) return refused('vaultMovedOn')
    this.vault.set(part, vault)
    return ok({})
  }
}

export const ok = (value: unknown): Answer => ({ value, refusal: null })

/** Takes one of them away. */
function taken(methods: Method[], method: Method): boolean {
  const at = methods.indexOf(method)
  if (at >= 0) methods.splice(at, 1)
  return at >= 0
}
