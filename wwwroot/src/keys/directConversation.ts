import { concat, fromHex, IdBytes, label, toHex } from './bytes'
import { hashOf } from './primitives'

/** The id of the conversation of these two accounts, in whichever order: both know it, and nobody gives it out. */
export async function directConversation(one: string, other: string): Promise<string> {
  const hash = await hashOf(concat(label('dm'), ...[one, other].toSorted().map(fromHex)))
  const id = hash.slice(0, IdBytes)
  // No room has such an id, so that none can lie over what two people write to each other.
  id[0] = (id[0] ?? 0) | 0x80
  return toHex(id)
}
