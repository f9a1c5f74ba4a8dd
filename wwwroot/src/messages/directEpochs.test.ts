import { expect, test } from 'vitest'
import type { Call } from '../connections/calls'
import { makeEpoch } from '../keys/epoch'
import { encodeSigned, type SignedRecord } from '../keys/epochRecord'
import type { BothChains } from '../keys/epochRules'
import { generateDecryptionKeys, hashOf } from '../keys/primitives'
import { authorOf, newPerson, rotated, type TestPerson } from '../keys/testEpochs'
import { createEpochs } from './directEpochs'
import { createFollower } from './directFollower'
import type { IdentityState } from './directIdentities'

const stateOf = async ({ account, entries }: TestPerson): Promise<IdentityState> => {
  const [genesis, last] = [entries[0]!, entries.at(-1)!]
  const [genesisHash, hash] = [await hashOf(genesis.body), await hashOf(last.body)]
  const pin = { genesisHash, version: last.entry.version, hash }
  return { kind: 'known', identity: { account, entries, head: last.entry, pin, former: [] } }
}

test('what names a chain as it became while it was asked for is no broken record: the next time finds it', async () => {
  const [ada, bo] = [await newPerson(), await newPerson()]
  const later = await rotated(bo)
  const last = await rotated(later)
  let before: SignedRecord | undefined
  const records: Uint8Array[] = []
  for (const one of [bo, later, last]) {
    const chains: BothChains = [ada, one]
    before = (await makeEpoch(authorOf(ada), before, chains)).signed
    records.push(encodeSigned(before))
  }
  const coming = [later, last]
  const states = new Map([
    [ada.account, await stateOf(ada)],
    [bo.account, await stateOf(bo)],
  ])
  const asked: string[] = []
  const identities = {
    state: (account: string): IdentityState => states.get(account) ?? { kind: 'unknown' },
    async follow(account: string) {
      asked.push(account)
      const next = account === bo.account ? coming.shift() : undefined
      const state = next ? await stateOf(next) : states.get(account)!
      states.set(account, state)
      return { state }
    },
    accept: async () => {},
    reset() {},
  }
  const call = (async (method: string, command: { after: number }) => {
    asked.push(method)
    return { value: { records: records.slice(command.after) }, refusal: null }
  }) as unknown as Call
  const own = {
    account: ada.account,
    device: ada.device.record.id,
    signing: ada.device.signing,
    decryption: await generateDecryptionKeys(),
    encryptionKeys: ada.encryptionKeys,
  }
  const closing = { closesOf: async () => ({ closes: [] }) }
  const epochs = createEpochs({ call, me: ada.account, other: bo.account, own: async () => own, identities, closing })

  expect(await epochs.reach(3, createFollower(identities))).toBeUndefined()
  expect([1, 2, 3].map((number) => epochs.find(number)?.epoch !== undefined)).toEqual([true, true, false])
  expect(asked).toEqual(['ReadEpochs', ada.account, bo.account])
  expect(await epochs.reach(3, createFollower(identities))).toBeUndefined()
  expect(epochs.find(3)?.epoch).toBeDefined()
  // All that there is: nothing is asked for any more.
  asked.length = 0
  await epochs.reach(3, createFollower(identities))
  expect(asked).toEqual([])
})
