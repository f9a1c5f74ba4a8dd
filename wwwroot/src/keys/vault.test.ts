import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../contract'
import { type Bytes, concat, fromHex, label, toHex, u32 } from './bytes'
import type { KnownIdentity } from './keyLayout'
import {
  agree,
  generateDecryptionKeys,
  generateKeysToGrant,
  importMatchingKeys,
  pointOf,
  privateBytesOf,
  randomBytes,
} from './primitives'
import { keyUnder, sealUnder } from './sealedUnder'
import { decodeVaultHeader, openVault, sealVault, type VaultKey } from './sealedVault'
import { newId } from './testDevices'
import { fromText, toText, vectorsOf } from './testVectors'
import { decodeVault, encodeVault, mergeVaults, MostKnown, partOf, type Vault } from './vault'

/** Ids are hex, bytes base64url; the private half is PKCS #8. */
interface Vector {
  account: string
  key: string
  point: string
  part: number
  encryptionKeyVersion: number
  revision: number
  sealed: string
  plain: string
}

const bytesOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((made): Bytes => Uint8Array.from(made))
// Few values, so that two vaults have often met the same.
const hashes = fc.nat(2).map((value): Bytes => new Uint8Array(32).fill(value))
const known: fc.Arbitrary<KnownIdentity> = fc.record({
  pin: fc.record({ genesisHash: hashes, version: fc.nat(3), hash: hashes }),
  verified: fc.boolean(),
})
const accounts = fc.nat(5).map((value) => `a${value.toString(16).padStart(31, '0')}`)
const vaults: fc.Arbitrary<Vault> = fc.array(fc.tuple(accounts, known), { maxLength: 6 }).map((all) => new Map(all))
/** The same whichever came first. */
const asWritten = (vault: Vault) => toHex(encodeVault(vault))

const newKey = async (change: Partial<VaultKey> = {}): Promise<VaultKey> => ({
  account: newId(),
  encryptionKeyVersion: 3,
  identityKeys: await generateDecryptionKeys(),
  ...change,
})
const of = (version: number, verified = false, genesis = 1, hash = version): KnownIdentity => ({
  pin: { genesisHash: new Uint8Array(32).fill(genesis), version, hash: new Uint8Array(32).fill(hash) },
  verified,
})
const bo = 'b'.padEnd(32, '0')
const merged = (one: KnownIdentity, other: KnownIdentity) => mergeVaults(new Map([[bo, one]]), new Map([[bo, other]]))

const vectors = await vectorsOf('vaults', makeVectors)

test.each(vectors)('a part of a vault opens with the key of its identity, revision $revision', async (vector) => {
  const identityKeys = (await importMatchingKeys(fromText(vector.key), fromText(vector.point)))!
  const { account, part, encryptionKeyVersion, revision } = vector
  expect(decodeVaultHeader(fromText(vector.sealed))).toEqual({ part, encryptionKeyVersion, revision })
  const opened = await openVault({ account, encryptionKeyVersion, identityKeys }, part, 0, fromText(vector.sealed))
  if ('fault' in opened) throw new Error(opened.fault)
  expect([toText(encodeVault(opened.vault)), opened.revision]).toEqual([vector.plain, revision])
})

test('a vault is read as it was written, and nothing else is one', () => {
  fc.assert(
    fc.property(vaults, (vault) => {
      expect(asWritten(decodeVault(encodeVault(vault)) ?? new Map())).toEqual(asWritten(vault))
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const read = decodeVault(bytes)
      if (read) expect(encodeVault(read)).toEqual(Uint8Array.from(bytes))
    }),
  )
  const two = encodeVault(new Map([bo, newId().replace(/^./, 'c')].map((account) => [account, of(1)])))
  expect(decodeVault(two)?.size).toBe(2)
  expect(decodeVault(two.slice(1))).toBeUndefined()
  expect(decodeVault(concat(two.slice(85), two.slice(0, 85)))).toBeUndefined()
  expect(decodeVault(concat(two.slice(0, 85), two.slice(0, 85)))).toBeUndefined()
  expect(decodeVault(concat(two.slice(0, -1), Uint8Array.of(2)))).toBeUndefined()
})

test('a part goes into one frame, and all parts together hold far more than there can be friends', async () => {
  const full = new Map(Array.from({ length: MostKnown }, () => [newId().replace(/^./, 'b'), of(1)]))
  const key = await newKey()
  const sealed = await sealVault(key, 11, 1, full)
  expect(sealed.length).toBeLessThan(limits.frameBytes - 4096)
  expect(MostKnown * 16).toBeGreaterThan(4 * limits.friends)
  expect(await openVault(key, 11, 0, sealed)).toMatchObject({ revision: 1 })
  const more = new Map([...full, [newId().replace(/^./, 'b'), of(1)] as const])
  await expect(sealVault(key, 11, 1, more)).rejects.toThrow(RangeError)
  await expect(sealVault(key, 12, 1, full)).rejects.toThrow(RangeError)
  expect(decodeVault(encodeVault(more))).toBeUndefined()
  expect([partOf(bo), partOf('0f'), partOf('f0')]).toEqual([11, 0, 15])
})

test('of one identity the later state is known, and who was verified on either device is', () => {
  expect(merged(of(1), of(2, true))).toEqual({ vault: new Map([[bo, of(2, true)]]), forks: [], identities: [] })
  expect(merged(of(1, true), of(2)).vault.get(bo)).toEqual(of(2, true))
  expect(merged(of(3), of(2)).vault.get(bo)).toEqual(of(3))
})

test('another identity takes nothing over, and is told of', () => {
  const both = merged(of(5, true), of(1, false, 2))
  expect(both).toEqual({ vault: new Map([[bo, of(5, true)]]), forks: [], identities: [bo] })
  expect(merged(of(5), of(1, true, 2)).vault.get(bo)).toEqual(of(5))
  expect(merged(of(1, true), of(6, false, 2)).vault.get(bo)).toEqual(of(6, false, 2))
})

test('two states of one version are a fork, and are told of', () => {
  expect(merged(of(2), of(2, false, 1, 9)).forks).toEqual([bo])
  expect(merged(of(2), of(2)).forks).toEqual([])
})

test('it is of no importance who merges with whom, nor how often', () => {
  fc.assert(
    fc.property(vaults, vaults, (one, other) => {
      const [there, back] = [mergeVaults(one, other), mergeVaults(other, one)]
      expect(asWritten(there.vault)).toBe(asWritten(back.vault))
      expect([there.forks.toSorted(), there.identities.toSorted()]).toEqual([
        back.forks.toSorted(),
        back.identities.toSorted(),
      ])
      expect(asWritten(mergeVaults(one, one).vault)).toBe(asWritten(one))
      expect(asWritten(mergeVaults(there.vault, one).vault)).toBe(asWritten(there.vault))
    }),
  )
})

test('nothing that was seen of an identity is taken back, and nobody is verified who was not', () => {
  fc.assert(
    fc.property(vaults, vaults, (one, other) => {
      const { vault } = mergeVaults(one, other)
      for (const [account, { pin, verified }] of vault) {
        const sources = [one.get(account), other.get(account)].filter((source) => source !== undefined)
        expect(pin.version).toBe(Math.max(...sources.map((source) => source.pin.version)))
        const same = sources.filter((source) => toHex(source.pin.genesisHash) === toHex(pin.genesisHash))
        expect(verified).toBe(same.some((source) => source.verified))
      }
      expect(new Set(vault.keys())).toEqual(new Set([...one.keys(), ...other.keys()]))
    }),
  )
})

test('in whichever order three are merged, nobody is verified whom none of them had verified as that identity', () => {
  fc.assert(
    fc.property(vaults, vaults, vaults, (one, other, third) => {
      const { vault } = mergeVaults(mergeVaults(one, other).vault, third)
      for (const [account, { pin, verified }] of vault) {
        const sources = [one, other, third]
          .map((source) => source.get(account))
          .filter((source) => source !== undefined)
        const same = sources.filter((source) => toHex(source.pin.genesisHash) === toHex(pin.genesisHash))
        if (verified) expect(same.some((source) => source.verified)).toBe(true)
      }
    }),
  )
})

test('a part opens for its identity alone, and only the newest one', async () => {
  const key = await newKey()
  const vault: Vault = new Map([[bo, of(2, true)]])
  const sealed = await sealVault(key, 11, 7, vault)
  for (const seen of [0, 6, 7]) expect(await openVault(key, 11, seen, sealed)).toEqual({ vault, revision: 7 })
  expect(await openVault(key, 11, 8, sealed)).toEqual({ fault: 'rollback' })
  expect(await openVault(key, 12, 0, sealed)).toEqual({ fault: 'malformed' })
  expect(await openVault({ ...key, account: newId() }, 11, 0, sealed)).toEqual({ fault: 'undecryptable' })
  const others = { ...key, identityKeys: await generateDecryptionKeys() }
  expect(await openVault(others, 11, 0, sealed)).toEqual({ fault: 'undecryptable' })
  // After a rotation what whoever was removed can seal is not looked at.
  expect(await openVault({ ...key, encryptionKeyVersion: 4 }, 11, 0, sealed)).toEqual({ fault: 'outdated' })
  expect(await openVault({ ...key, encryptionKeyVersion: 2 }, 11, 0, sealed)).toEqual({ fault: 'outdated' })
})

test('no bit of a part can be changed, and what is none is read as none', async () => {
  const key = await newKey()
  const sealed = await sealVault(key, 11, 7, new Map([[bo, of(2, true)]]))
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
      const bytes = sealed.slice()
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(await openVault(key, 11, 0, bytes)).toHaveProperty('fault')
    }),
  )
  await fc.assert(
    fc.asyncProperty(bytesOf(100), async (bytes) => {
      expect(await openVault(key, 11, 0, bytes)).toEqual({ fault: 'malformed' })
    }),
  )
  for (let length = 0; length < sealed.length; length++)
    expect(await openVault(key, 11, 0, sealed.slice(0, length))).toHaveProperty('fault')
  expect(decodeVaultHeader(sealed.map((byte, at) => (at === 17 ? 16 : byte)))).toBeUndefined()
})

test('what is sealed under the key and is no part of a vault is not used', async () => {
  const key = await newKey()
  const info = concat(label('vault-key'), fromHex(key.account), u32(key.encryptionKeyVersion))
  const under = await keyUnder(await agree(key.identityKeys, key.identityKeys), new Uint8Array(), info)
  const header = (await sealVault(key, 11, 1, new Map())).slice(0, 26)
  for (const plain of [randomBytes(5), encodeVault(new Map([['c'.padEnd(32, '0'), of(1)]]))]) {
    const sealed = concat(header, await sealUnder(under, plain, concat(header, fromHex(key.account))))
    expect(await openVault(key, 11, 0, sealed)).toEqual({ fault: 'malformed' })
  }
})

async function makeVectors(): Promise<Vector[]> {
  const people = [
    new Map(),
    new Map([[bo, of(2, true)]]),
    new Map([
      [bo, of(1)],
      ['bb'.padEnd(32, '1'), of(4, true, 3)],
    ]),
  ]
  return Promise.all(
    people.map(async (vault, at) => {
      const key = await newKey({ identityKeys: await generateKeysToGrant(), encryptionKeyVersion: at + 1 })
      return {
        account: key.account,
        key: toText(await privateBytesOf(key.identityKeys)),
        point: toText(await pointOf(key.identityKeys)),
        part: 11,
        encryptionKeyVersion: at + 1,
        revision: at + 5,
        sealed: toText(await sealVault(key, 11, at + 5, vault)),
        plain: toText(encodeVault(vault)),
      }
    }),
  )
}
