import { expect, test } from 'vitest'
import { deviceKind } from './deviceKind'

const desktop = { mobile: undefined, userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', touchPoints: 0, shortSide: 1080 }

test.each([
  ['desktop', desktop],
  ['desktop', { ...desktop, touchPoints: 10 }],
  ['phone', { ...desktop, mobile: true, shortSide: 390 }],
  ['tablet', { ...desktop, mobile: true, shortSide: 800 }],
  ['phone', { ...desktop, userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19)', shortSide: 390 }],
  ['tablet', { ...desktop, userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X)', touchPoints: 5 }],
] as const)('%s', (kind, hints) => expect(deviceKind(hints)).toBe(kind))
