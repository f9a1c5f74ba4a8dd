import type { KeyDatabase } from './keyDatabase'
import type { SealedMessage } from './keyLayout'

/** What was sealed and is on its way, by the items of the outbox: it is sent again as it is, also after a reload. */
export interface SealedOutbox {
  /**
   * Before it is sent for the first time; in the place of what was kept under the same id. False when this browser is no device of the
   * identity any more: then it must not be sent.
   */
  keepSealed(account: string, conversation: string, id: string, sealed: SealedMessage): Promise<boolean>
  findSealed(account: string, conversation: string, id: string): Promise<SealedMessage | undefined>
  dropSealed(account: string, conversation: string, id: string): Promise<void>
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
})
