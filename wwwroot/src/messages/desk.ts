import type { Clock } from '../clock'
import type { Call } from '../connections/calls'
import type { Profile } from '../contract'
import type { Recipient } from './entry'

/** What every conversation works with. */
export interface Desk {
  clock: Clock
  /** From 0 to below 1. */
  random(): number
  newMessageId(): string
  call: Call
  attached(): boolean
  me(): Profile | undefined
  recipient(): Recipient
}
