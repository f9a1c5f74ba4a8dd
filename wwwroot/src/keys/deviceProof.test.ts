import { expect, test } from 'vitest'
import { fromHex, toHex } from './bytes'
import { proofOf } from './deviceProof'

test('what a device signs is what the server checks, byte by byte', () => {
  const proof = proofOf(
    '000102030405060708090a0b0c0d0e0f',
    '101112131415161718191a1b1c1d1e1f',
    'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf',
    fromHex('c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf'),
  )
  expect(toHex(proof)).toBe(
    // ChatMux/v1/device-proof and a zero byte.
    '436861744d75782f76312f6465766963652d70726f6f6600' +
      '000102030405060708090a0b0c0d0e0f' +
      '101112131415161718191a1b1c1d1e1f' +
      'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf' +
      'c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf',
  )
})
