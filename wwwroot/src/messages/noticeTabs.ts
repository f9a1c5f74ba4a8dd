type Locks = Pick<LockManager, 'request' | 'query'>

const tellsLock = 'chatmux-notices'
const looksLock = 'chatmux-looking/'

/** What the tabs of one browser agree on, so that one message is told of once and not while somebody looks at it. */
export interface NoticeTabs {
  /** Whether this is the tab that tells. When it closes, another one takes its place. */
  tells(): boolean
  /** Somebody looks at this conversation in this tab, or no longer at anything. */
  look(conversation: string | undefined): void
  /** The conversations that somebody looks at in any tab. */
  lookedAt(): Promise<string[]>
  end(): void
}

/** Web Locks end with their tab, however that ends. Without them each tab is on its own. */
export function createNoticeTabs(locks: Locks | undefined): NoticeTabs {
  let tells = !locks
  let looking: string | undefined
  let lookAway = () => {}
  const step = hold(tellsLock, 'exclusive', () => (tells = true))

  function hold(name: string, mode: LockMode, granted = () => {}): () => void {
    let letGo = () => {}
    let over = false
    const held = new Promise<void>((resolve) => {
      letGo = () => {
        over = true
        resolve()
      }
    })
    // Storage may be blocked altogether, and locks with it.
    const refused = () => void (over || granted())
    locks
      ?.request(name, { mode }, () => {
        if (!over) granted()
        return held
      })
      .catch(refused)
    return letGo
  }

  return {
    tells: () => tells,
    look(conversation) {
      if (conversation === looking) return
      lookAway()
      looking = conversation
      lookAway = conversation === undefined ? () => {} : hold(looksLock + conversation, 'shared')
    },
    async lookedAt() {
      const own = looking === undefined ? [] : [looking]
      const held = await locks?.query().catch(() => undefined)
      const others = (held?.held ?? []).flatMap(({ name }) =>
        name?.startsWith(looksLock) ? [name.slice(looksLock.length)] : [],
      )
      return [...new Set([...own, ...others])]
    },
    end() {
      tells = false
      step()
      lookAway()
    },
  }
}
