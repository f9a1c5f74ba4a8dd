import type { IDBPObjectStore } from 'idb'
import type { KeyDatabase } from './keyDatabase'
import type { Layout, Row, SealedMessage, StoreName } from './keyLayout'

/** Which outbox it is: that of a conversation of an identity. `device`: as the ledger calls this browser. */
export interface OutboxOwner {
  account: string
  conversation: string
  device: string
}

/** A message of this browser that was seen among what is stored. */
export interface SentMessage {
  sequence: number
  messageId: string
}

/** What was sealed and is on its way, by the items of the outbox: it is sent again as it is, also after a reload. */
export interface SealedOutbox {
  /**
   * Before it is sent for the first time; in the place of what was kept under the same id. False when this browser is no device of the
   * identity any more: then it must not be sent.
   */
  keepSealed(account: string, conversation: string, id: string, sealed: SealedMessage): Promise<boolean>
  findSealed(account: string, conversation: string, id: string): Promise<SealedMessage | undefined>
  dropSealed(account: string, conversation: string, id: string): Promise<void>
  /**
   * Drops what is kept for nothing: what was seen to be stored, which is found as sent from then on, and all items below an id, whatever became of
   * them, whose tabs are not likely to come back.
   */
  tidySealed(owner: OutboxOwner, below: string): Promise<void>
  /** What became of an item of which nothing is kept (any more): `forgotten` when nobody knows, so that it must not be sealed another time. */
  findSent(owner: OutboxOwner, id: string): Promise<SentMessage | 'forgotten' | undefined>
}

export const createSealedOutbox = (database: KeyDatabase): SealedOutbox => ({
  async keepSealed(account, conversation, id, sealed) {
    const row = { account, conversation, id, sealed }
    return (await database.change(account, 'sealed', [account, conversation, id], () => row)) !== undefined
  },
  async findSealed(account, conversation, id) {
    return (await (await database.open()).get('sealed', [account, conversation, id]))?.sealed
  },
  async dropSealed(account, conversation, id) {
    await (await database.open()).delete('sealed', [account, conversation, id])
  },
  async tidySealed(owner, below) {
    const { account, conversation } = owner
    await database.write(account, ['sealed', 'seen', 'forgotten'], async (transaction) => {
      const rows = transaction.objectStore('sealed')
      const kept = await rows.getAll(IDBKeyRange.bound([account, conversation], [account, conversation, []]))
      for (const { id, sealed } of kept) {
        const isSent = await noteSent(transaction.objectStore('seen'), owner, id, sealed)
        if (!isSent && id >= below) continue
        await rows.delete([account, conversation, id])
        if (!isSent) await noteForgotten(transaction.objectStore('forgotten'), { account, conversation, upTo: id })
      }
    })
  },
  async findSent({ account, conversation, device }, id) {
    const transaction = (await database.open()).transaction(['seen', 'forgotten'])
    const seen = transaction.objectStore('seen')
    const sent =
      (await seen.index('message').get([account, conversation, device, id])) ??
      (await seen.index('item').get([account, conversation, id]))
    if (sent) return { sequence: sent.sequence, messageId: sent.messageId }
    const forgotten = await transaction.objectStore('forgotten').get([account, conversation])
    return forgotten && id <= forgotten.upTo ? 'forgotten' : undefined
  },
})

type Store<Name extends StoreName> = IDBPObjectStore<Layout, StoreName[], Name, 'readwrite'>

/** Whether a message was seen to be stored. Then it is found by its item as well. */
async function noteSent(
  store: Store<'seen'>,
  { account, conversation, device }: OutboxOwner,
  item: string,
  { messageId }: SealedMessage,
): Promise<boolean> {
  const seen = await store.index('message').get([account, conversation, device, messageId])
  if (seen && messageId !== item) await store.put({ ...seen, item })
  return seen !== undefined
}

async function noteForgotten(store: Store<'forgotten'>, row: Row<'forgotten'>) {
  const held = await store.get([row.account, row.conversation])
  if (!held || held.upTo < row.upTo) await store.put(row)
}
