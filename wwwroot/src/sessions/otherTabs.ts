/** Word between the tabs of one browser that somebody entered or left: they share the session cookie. */
export interface OtherTabs {
  /** `left` when the person asked to leave: what this browser keeps of them goes in every tab. */
  tell(left: boolean): void
  listen(heard: (left: boolean) => void): void
  close(): void
}

export function broadcastToTabs(): OtherTabs {
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('chatmux-session')
  return {
    tell: (left) => channel?.postMessage(left ? 'left' : 'entered'),
    listen: (heard) => channel?.addEventListener('message', ({ data }) => heard(data === 'left')),
    close: () => channel?.close(),
  }
}
