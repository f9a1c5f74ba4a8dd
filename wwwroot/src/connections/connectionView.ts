import type { Refusal } from '../contract'

export type ConnectionState =
  | { phase: 'connecting' }
  | { phase: 'online' }
  | { phase: 'catchingUp' }
  | { phase: 'outage' }
  | { phase: 'waiting'; retryAtMs: number; attempt: number; networkDown: boolean }
  | { phase: 'superseded' }
  | { phase: 'refused'; refusal: Refusal }

/** How this tab stands with the server. */
export interface ConnectionView {
  state(): ConnectionState
  retryNow(): void
  /** By how much the server's clock is ahead of this browser's, as it was when the socket was attached. */
  serverAheadMs(): number
  /** The server serves another build of the client than the one that runs here. */
  newBuild(): boolean
  acceptNewBuild(): void
}
