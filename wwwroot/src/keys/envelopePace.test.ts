import { expect, test } from 'vitest'
import { open, seal } from './envelope'
import { deriveEpochKeys } from './epochKeys'
import { newDevice, newId } from './testDevices'

const Rounds = 300

// Printed, and not asserted: machines differ.
test('how long a short message takes to be sealed and opened', async () => {
  const [conversation, sender, device] = [newId(), newId(), await newDevice()]
  const epoch = await deriveEpochKeys(conversation, 1, crypto.getRandomValues(new Uint8Array(32)))
  const about = { type: 'message' as const, conversation, sender, device: device.record.id, epoch: 1, chainVersion: 1 }
  const body = new TextEncoder().encode('{"kind":"message","text":"See you at five?","replyTo":null,"follows":7}')
  const times: number[] = []
  for (let round = 0; round < Rounds; round++) {
    const began = performance.now()
    const header = { ...about, messageId: newId(), counter: BigInt(round), keyId: epoch.keyId }
    const opened = await open(await seal(header, body, epoch, device.signing), epoch, device.record.signingKey)
    times.push(performance.now() - began)
    expect('body' in opened && opened.body).toHaveLength(body.length)
  }
  const at = (part: number) => times.toSorted((one, other) => one - other)[Math.floor(Rounds * part)]?.toFixed(2)
  console.log(`sealing and opening, ${Rounds} times: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`)
})
