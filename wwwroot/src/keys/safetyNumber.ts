import { type Bytes, concat, label } from './bytes'
import { derive } from './primitives'

const Groups = 12

/**
 * What two people read to each other to know that no server stands between them: twelve groups of five digits, the same for both, and others
 * as soon as one of them has begun anew. The arguments are the hashes of the two genesis entries.
 */
export async function safetyNumber(one: Bytes, other: Bytes): Promise<string[]> {
  const both = isBefore(one, other) ? concat(one, other) : concat(other, one)
  const bits = new DataView((await derive(both, new Uint8Array(), label('safety'), Groups * 8)).buffer)
  return Array.from({ length: Groups }, (_, group) => `${bits.getBigUint64(group * 8) % 100_000n}`.padStart(5, '0'))
}

function isBefore(one: Bytes, other: Bytes): boolean {
  const at = one.findIndex((byte, index) => byte !== other[index])
  return (one[at] ?? 0) < (other[at] ?? 0)
}
