import { concat, fromHex, IdBytes, label, toHex } from './bytes'
import { hashOf } from './primitives'

/** The id of the conversation of these two accounts, in whichever order: both know it, and nobody gives it out. */
export async function directConversation(one: string, other: string): Promise<string> {
  const hash = await hashOf(concat(label('dm'), ...[one, other].toSorted().map(fromHex)))
  return toHex(hash.subarray(0, IdBytes))
}
