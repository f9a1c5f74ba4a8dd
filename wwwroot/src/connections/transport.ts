import type { MailboxBatch, ServerEvent } from '../contract'

/** Opens sockets to whichever front answers. */
export interface Transport {
  open(listener: SocketListener): Socket
}

export interface SocketListener {
  /** The socket is ready for commands. */
  opened(): void
  events(events: readonly ServerEvent[]): void
  mailbox(batch: MailboxBatch): void
  /** The socket could not be opened, or has ended; `refused` when the server ended it for what was sent. Told once, and
   * not after `close`. */
  ended(refused: boolean): void
}

export interface Socket {
  /** Rejects when the server answered with an error. When the socket ends first, it never settles: `ended` tells. */
  invoke(method: string, command: unknown): Promise<unknown>
  close(): void
}
