import type { MessagePage, Refusal } from '../contract'
import type { Desk } from './desk'

export interface Bounds {
  before?: number
  after?: number
  count: number
}

export type Read = (
  bounds: Bounds,
) => Promise<{ page: MessagePage; refusal?: never } | { page?: never; refusal: Refusal }>

/** Reads pages of one conversation. */
export function createReader(desk: Desk, conversation: string): Read {
  return async ({ before, after, count }) => {
    const command = { conversation, before: before ?? null, after: after ?? null, count }
    const { value, refusal } = await desk.call('ReadMessages', command)
    return refusal ? { refusal } : { page: value }
  }
}
