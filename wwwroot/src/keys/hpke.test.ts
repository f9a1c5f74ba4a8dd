import { expect, test, vi } from 'vitest'
import { type Bytes, concat, fromHex } from './bytes'
import { openSealed, sealTo } from './hpke'
import { generateDecryptionKeys, pointOf } from './primitives'
import { toText } from './testVectors'

const bytes = (...values: number[]): Bytes => Uint8Array.from(values)

// The first of base mode (0), DHKEM(P-256, HKDF-SHA256) (16), HKDF-SHA256 (1) and AES-256-GCM (2) in the test-vectors.json that RFC 9180
// names as its source: cfrg/draft-irtf-cfrg-hpke at 5f503c564da00b0687b3de75f1dfbdfc4079ad31.
const known = {
  info: '4f6465206f6e2061204772656369616e2055726e',
  privateKey: '317f915db7bc629c48fe765587897e01e282d3e8445f79f27f65d031a88082b2',
  publicKey:
    '04abc7e49a4c6b3566d77d0304addc6ed0e98512ffccf505e6a8e3eb25c685136f853148544876de76c0f2ef99cdc3a05ccf5ded7860c7c021238f9e2073d2356c',
  encapsulated:
    '04c06b4f6bebc7bb495cb797ab753f911aff80aefb86fd8b6fcc35525f3ab5f03e0b21bd31a86c6048af3cb2d98e0d3bf01da5cc4c39ff5370d331a4f1f7d5a4e0',
  additional: '436f756e742d30',
  plain: '4265617574792069732074727574682c20747275746820626561757479',
  ciphertext: '58c61a45059d0c5704560e9d88b564a8b63f1364b8d1fcb3c4c6ddc1d291742465e902cd216f8908da49f8f96f',
}

test('what RFC 9180 says is sealed is opened to what it says', async () => {
  const point = fromHex(known.publicKey)
  const curve = { name: 'ECDH', namedCurve: 'P-256' }
  const [d, x, y] = [fromHex(known.privateKey), point.slice(1, 33), point.slice(33)].map(toText) as [
    string,
    string,
    string,
  ]
  const keys = {
    privateKey: await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', d, x, y }, curve, false, [
      'deriveBits',
    ]),
    publicKey: await crypto.subtle.importKey('raw', point, curve, true, []),
  }
  const sealed = { encapsulated: fromHex(known.encapsulated), ciphertext: fromHex(known.ciphertext) }
  const opened = await openSealed(keys, sealed, fromHex(known.info), fromHex(known.additional))
  expect(opened).toEqual(fromHex(known.plain))
})

test('keys that nothing can take out open what was sealed for them, and nothing else does', async () => {
  const [keys, others] = [await generateDecryptionKeys(), await generateDecryptionKeys()]
  const [plain, info, additional] = [bytes(1, 2, 3), bytes(4), bytes(5)]
  const sealed = await sealTo(await pointOf(keys), plain, info, additional)
  expect(keys.privateKey.extractable).toBe(false)
  expect(sealed.encapsulated).toHaveLength(65)
  expect(sealed.ciphertext).toHaveLength(19)
  expect(await openSealed(keys, sealed, info, additional)).toEqual(plain)
  expect(await openSealed(others, sealed, info, additional)).toBeUndefined()
  expect(await openSealed(keys, sealed, bytes(6), additional)).toBeUndefined()
  expect(await openSealed(keys, sealed, info, bytes(6))).toBeUndefined()
  const other = await sealTo(await pointOf(keys), plain, info, additional)
  expect(other).not.toEqual(sealed)
  expect(await openSealed(keys, { ...sealed, encapsulated: other.encapsulated }, info, additional)).toBeUndefined()
})

test('a point that is none opens nothing', async () => {
  const keys = await generateDecryptionKeys()
  const sealed = await sealTo(await pointOf(keys), bytes(1), bytes(), bytes())
  const point = sealed.encapsulated
  for (const encapsulated of [
    bytes(),
    new Uint8Array(65),
    point.map((byte, at) => (at === 64 ? byte ^ 1 : byte)),
    concat(bytes(2 + ((point[64] ?? 0) & 1)), point.subarray(1, 33)),
  ])
    expect(await openSealed(keys, { ...sealed, encapsulated }, bytes(), bytes())).toBeUndefined()
})

test('a point in a writing that only some know opens nothing, even if all was computed with it', async () => {
  const keys = await generateDecryptionKeys()
  const recipient = await pointOf(keys)
  const real = crypto.subtle.exportKey.bind(crypto.subtle)
  // Both coordinates after a byte that says what the second one ends with (hybrid, X9.62): OpenSSL takes it.
  vi.spyOn(crypto.subtle, 'exportKey').mockImplementationOnce(async (_, key) => {
    const point = new Uint8Array(await real('raw', key))
    point[0] = 6 + ((point[64] ?? 0) & 1)
    return point.buffer as never
  })
  const sealed = await sealTo(recipient, bytes(1), bytes(), bytes())
  vi.restoreAllMocks()
  expect([6, 7]).toContain(sealed.encapsulated[0])
  expect(await openSealed(keys, sealed, bytes(), bytes())).toBeUndefined()
})
