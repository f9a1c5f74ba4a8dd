import type { Outbox } from './outbox'

/** What a reload of the tab must not lose. */
export interface KeptTexts {
  readDraft(conversation: string): string
  writeDraft(conversation: string, text: string): void
  readOutbox(conversation: string): Outbox
  writeOutbox(conversation: string, outbox: Outbox): void
}

const Prefix = 'chatmux-text/'

/** Drafts and unsent messages of one user, in the tab's own storage: another tab must not send them as well, and they
 * end with the tab. They lie there as plain text, which is right for open rooms only; the texts of encrypted
 * conversations must not come here unsealed. */
export function keepTexts(storage: Storage, user: string): KeptTexts {
  const key = (kind: string, conversation: string) => `${Prefix}${user}/${kind}/${conversation}`

  function read<T>(name: string, otherwise: T): T {
    try {
      return (JSON.parse(storage.getItem(name) ?? 'null') as T | null) ?? otherwise
    } catch {
      return otherwise
    }
  }

  function write(name: string, value: { length: number }) {
    try {
      if (value.length > 0) storage.setItem(name, JSON.stringify(value))
      else storage.removeItem(name)
    } catch {
      // A full or blocked storage costs only what a reload would lose.
    }
  }

  return {
    readDraft: (conversation) => read(key('draft', conversation), ''),
    writeDraft: (conversation, text) => write(key('draft', conversation), text),
    readOutbox: (conversation) => read<Outbox>(key('outbox', conversation), []),
    writeOutbox: (conversation, outbox) => write(key('outbox', conversation), outbox),
  }
}

/** Forgets the texts of everyone but this user. */
export function forgetTexts(storage: Storage, except: string | undefined): void {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  for (const name of names) {
    const kept = except !== undefined && name.startsWith(`${Prefix}${except}/`)
    if (name.startsWith(Prefix) && !kept) storage.removeItem(name)
  }
}
