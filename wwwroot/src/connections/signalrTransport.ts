import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr'
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack'
import type { MailboxBatch, ServerEvent } from '../contract'
import type { Socket, SocketListener, Transport } from './transport'

// A network that died without a word is noticed by silence. The server says something at least every few seconds.
const SilenceMs = 15_000
const PingMs = 5_000
// How SignalR begins its error when the server said why it closes, as it does of a frame that it cannot read. A network
// that broke, or a server that died, has another.
const ClosedByServer = 'Server returned an error on close'

/** The real sockets: SignalR over WebSockets only, as any front must be able to answer. */
export function signalrTransport(url: string): Transport {
  return { open: (listener) => openSocket(url, listener) }
}

function openSocket(url: string, listener: SocketListener): Socket {
  const raw = rawSocket()
  const options = { skipNegotiation: true, transport: HttpTransportType.WebSockets, WebSocket: raw.WebSocket }
  const hub = new HubConnectionBuilder()
    .withUrl(url, options)
    .withHubProtocol(new MessagePackHubProtocol())
    .withServerTimeout(SilenceMs)
    .withKeepAliveInterval(PingMs)
    .configureLogging(LogLevel.None)
    .build()

  let over = false
  const unlessOver = (act: () => void) => {
    if (!over) act()
  }
  const end = (error?: Error) =>
    unlessOver(() => {
      over = true
      listener.ended(error?.message.startsWith(ClosedByServer) ?? false)
    })

  hub.on('events', (events: ServerEvent[]) => unlessOver(() => listener.events(events)))
  hub.on('mailbox', (batch: MailboxBatch) => unlessOver(() => listener.mailbox(batch)))
  hub.onclose(end)
  hub.start().then(() => unlessOver(() => listener.opened()), end)

  return {
    async invoke(method, command) {
      try {
        return await (command === null ? hub.invoke(method) : hub.invoke(method, command))
      } catch (error) {
        if (over || hub.state !== HubConnectionState.Connected) return new Promise(() => {})
        throw error
      }
    },
    close() {
      over = true
      if (hub.state === HubConnectionState.Connecting) raw.close()
      hub.stop().catch(() => {})
    },
  }
}

/** SignalR waits for a socket that is still opening before it closes it. At a front that hangs that may take minutes, and
 * no browser opens another socket to the same address meanwhile. */
function rawSocket() {
  let close = () => {}
  class Raw extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols)
      close = () => this.close()
    }
  }
  return { WebSocket: Raw, close: () => close() }
}
