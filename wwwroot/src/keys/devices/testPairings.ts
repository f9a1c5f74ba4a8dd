import { refused, refusalOf } from '../../connections/calls'
import { limits, type Pairing, type Refusal } from '../../contract'
import { type Bytes, equal } from '../bytes'
import { decodePairing, type PairAccept, type PairGrant, type PairStart } from '../pairingMessages'
import { faultOfPairGrant, faultOfStart } from '../pairingRules'
import { PairingMs } from '../pairingTimes'
import { hashOf } from '../primitives'
import { type Answer, type DeviceServer, ok, type Socket } from './testDeviceServer'

// For tests: the pairings that a server hands over, as `Grains/Keys/DeviceChainGrain.Pairings.cs` does.

interface OnItsWay {
  start: PairStart
  name: string
  endsAtMs: number
  said: Bytes[]
  accept?: PairAccept
}

export class TestPairings {
  readonly pairings = new Map<string, OnItsWay>()

  constructor(private readonly server: DeviceServer) {}

  list(): Answer {
    this.forget()
    return ok({ pairings: [...this.pairings].map(([id, one]) => viewOf(id, one)) })
  }

  end({ pairing }: { pairing: string }): Answer {
    if (this.pairings.delete(pairing)) this.server.tell({ type: 'pairingEnded', pairing })
    return ok({})
  }

  private forget() {
    for (const [pairing, { endsAtMs }] of this.pairings)
      if (endsAtMs <= this.server.clock.now()) {
        this.pairings.delete(pairing)
        this.server.tell({ type: 'pairingEnded', pairing })
      }
  }

  async start({ message, name }: { message: Bytes; name: string }): Promise<Answer> {
    this.forget()
    const start = decodePairing(message)
    if (start?.kind !== 'start' || !this.server.head) return refused('invalidPairing')
    const known = this.pairings.get(start.pairing)
    if (known) return known.said[0] && equal(known.said[0], message) ? ok({}) : refused('invalidPairing')
    if (await faultOfStart(this.server.account, start, this.server.head)) return refused('invalidPairing')
    if (this.pairings.size >= limits.pairings) return refused('tooManyPairings')
    const endsAtMs = this.server.clock.now() + PairingMs
    return this.move(start.pairing, { start, name, endsAtMs, said: [message] })
  }

  async pair(socket: Socket, { message }: { message: Bytes }): Promise<Answer> {
    this.forget()
    const next = decodePairing(message)
    const pairing = next && this.pairings.get(next.pairing)
    if (!next) return refused('invalidPairing')
    if (!pairing) return refused('pairingOver')
    if (pairing.said.some((said) => equal(said, message))) return ok({})
    if (next.kind === 'accept' && pairing.said.length > 1) return refused('pairingTaken')
    if (order[pairing.said.length] !== next.kind) return refused('invalidPairing')
    if (next.kind === 'accept' && next.device !== socket.proven) return refused('deviceNotAdded')
    if (next.kind === 'grant') {
      const refusal = await this.grant(pairing, next, message)
      if (refusal) return { value: null, refusal }
    }
    pairing.said.push(message)
    if (next.kind === 'accept') pairing.accept = next
    return this.move(next.pairing, pairing)
  }

  private async grant(
    { start, accept, name }: OnItsWay,
    grant: PairGrant,
    message: Bytes,
  ): Promise<Refusal | undefined> {
    const { entry } = grant
    const bytes = message.slice(-(entry.body.length + entry.signature.length))
    if (this.server.entries.some((known) => equal(known, bytes))) return undefined
    const head = this.server.head
    if (!head || entry.entry.version <= head.version) return refusalOf('chainMovedOn')
    if (!accept || (await faultOfPairGrant(start, accept, grant, head))) return refusalOf('invalidPairing')
    const grants = [{ device: start.record.id, sealed: grant.sealed }]
    this.server.names.set(start.record.id, name)
    const entryHash = await hashOf(entry.body)
    return this.server.take(entry, bytes, { entryHash, grants, keyBefore: undefined, recovery: undefined })
  }

  private move(id: string, pairing: OnItsWay): Answer {
    this.pairings.set(id, pairing)
    this.server.tell({ type: 'pairingMoved', pairing: viewOf(id, pairing) })
    return ok({})
  }
}

const order = ['start', 'accept', 'reveal', 'grant', 'done']

const viewOf = (id: string, { name, endsAtMs, said }: OnItsWay): Pairing => ({
  id,
  name,
  endsAtMs,
  messages: [...said],
})
