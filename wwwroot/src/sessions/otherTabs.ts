/** Word between the tabs of one browser that somebody entered or left: they share the session cookie. */
export interface OtherTabs {
  tell(): void
  listen(heard: () => void): void
  close(): void
}

export function broadcastToTabs(): OtherTabs {
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('chatmux-session')
  return {
    tell: () => channel?.postMessage('changed'),
    listen: (heard) => channel?.addEventListener('message', () => heard()),
    close: () => channel?.close(),
  }
}
