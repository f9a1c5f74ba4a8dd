import type { MailboxPosition } from '../contract'

const StoredUnder = 'chatmux-connection'

/** The connection id of this tab, how often it was attached, and how far its mailbox was read. All survive a reload. */
export interface TabIdentity {
  /** Resolves when the id is surely this tab's own; each time with a greater number, by which a late attempt is known. */
  claim(): Promise<{ connection: string; attempt: number; mailbox: MailboxPosition | null }>
  /** The id that was claimed last. */
  connection(): string | undefined
  /** Lets go of the id; the next claim takes a new one. */
  renew(): void
  position(): MailboxPosition | null
  keepPosition(position: MailboxPosition): void
  release(): void
}

interface Stored {
  connection: string
  attempt: number
  mailbox: MailboxPosition | null
}

/** A duplicated tab gets a copy of the session storage: the lock tells which of the two the id belongs to. */
export function createTabIdentity(
  storage: Storage,
  locks: Pick<LockManager, 'request'> | undefined,
  newId: () => string,
): TabIdentity {
  let held: Stored | undefined
  let letGo = () => {}
  let claiming: Promise<Stored> | undefined

  async function claim(): Promise<Stored> {
    let candidate = read(storage) ?? { connection: newId(), attempt: 0, mailbox: null }
    while (locks && !(await lock(locks, candidate.connection)))
      candidate = { connection: newId(), attempt: 0, mailbox: null }
    held = candidate
    write(storage, held)
    return held
  }

  function lock(manager: Pick<LockManager, 'request'>, connection: string): Promise<boolean> {
    return new Promise((resolve) => {
      const request = manager.request(`${StoredUnder}-${connection}`, { ifAvailable: true }, (granted) => {
        if (!granted) return resolve(false)
        return new Promise<void>((release) => {
          letGo = release
          resolve(true)
        })
      })
      // Storage may be blocked altogether; then a tab's own id is only as safe as chance makes it.
      Promise.resolve(request).catch(() => resolve(true))
    })
  }

  const release = () => {
    letGo()
    letGo = () => {}
    held = undefined
  }

  return {
    async claim() {
      const mine = held ?? (await (claiming ??= claim().finally(() => (claiming = undefined))))
      held = { ...mine, attempt: mine.attempt + 1 }
      write(storage, held)
      return held
    },
    renew() {
      release()
      write(storage, undefined)
    },
    connection: () => held?.connection,
    position: () => held?.mailbox ?? null,
    keepPosition(position) {
      if (!held) return
      held = { ...held, mailbox: position }
      write(storage, held)
    },
    release,
  }
}

function read(storage: Storage): Stored | undefined {
  try {
    const stored = JSON.parse(storage.getItem(StoredUnder) ?? 'null') as Stored | null
    return stored && /^[0-9a-f]{32}$/.test(stored.connection) ? { ...stored, attempt: stored.attempt || 0 } : undefined
  } catch {
    return undefined
  }
}

function write(storage: Storage, stored: Stored | undefined) {
  try {
    if (stored) storage.setItem(StoredUnder, JSON.stringify(stored))
    else storage.removeItem(StoredUnder)
  } catch {
    // Without storage the id lives as long as the page.
  }
}
