import { type Accessor, createMemo } from 'solid-js'
import type { DirectConversation } from '../contract'
import { waitingCount, waitingInDirect } from '../rooms/unread'

/** What is known of a conversation: how much waits in it, and when that grew last, counted in such moments. */
export interface Growth {
  unread: number
  at: number
}

/** Which conversations grew since. What waits already when the page opens has grown before all else. */
export function grownSince(
  before: ReadonlyMap<string, Growth>,
  now: readonly DirectConversation[],
  moment: number,
): Map<string, Growth> {
  return new Map(
    now.map(({ conversation, unread }) => {
      const known = before.get(conversation)
      const grew = known ? unread > known.unread : unread > 0 && moment > 0
      return [conversation, { unread, at: grew ? moment : (known?.at ?? 0) }]
    }),
  )
}

const byName = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true })

/** Those in which something waits first, of them the one in which something came last; then by name. */
export function sortDirects(
  directs: readonly DirectConversation[],
  grown: ReadonlyMap<string, Growth>,
): DirectConversation[] {
  const rank = (direct: DirectConversation) =>
    waitingCount(waitingInDirect(direct)) > 0 ? 1 + (grown.get(direct.conversation)?.at ?? 0) : 0
  return directs.toSorted((one, other) => rank(other) - rank(one) || byName.compare(one.with.name, other.with.name))
}

/** The conversations in the order in which they are shown. */
export function createDirectOrder(directs: Accessor<DirectConversation[]>): Accessor<DirectConversation[]> {
  let moment = 0
  const grown = createMemo((before: ReadonlyMap<string, Growth>) => grownSince(before, directs(), moment++), new Map())
  return createMemo(() => sortDirects(directs(), grown()))
}
