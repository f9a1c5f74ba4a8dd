import { batch, createSignal } from 'solid-js'
import type { Clock } from '../clock'
import type { Refusal, Result, SearchHit, SearchPage } from '../contract'

/** What is looked for: words, an author, or both. */
export interface Wanted {
  text: string
  author: string | undefined
}

export interface MessageSearch {
  /** What the hits are for; undefined while nothing is looked for. */
  wanted(): Wanted | undefined
  /** Newest first. */
  hits(): SearchHit[]
  searching(): boolean
  failed(): Refusal | undefined
  /** Whether there may be older ones. */
  more(): boolean
  /** Looks for something else: soon, as more may be typed, or now. */
  look(wanted: Wanted, now?: boolean): void
  /** Older ones, or again what failed. */
  goOn(): void
  end(): void
}

const typingPauseMs = 300

/** A search that goes on while one types. Answers to what is not looked for any more are dropped. */
export function createMessageSearch(
  clock: Pick<Clock, 'after'>,
  ask: (wanted: Wanted, before: number | null) => Promise<Result<SearchPage>>,
): MessageSearch {
  const [wanted, setWanted] = createSignal<Wanted>()
  const [hits, setHits] = createSignal<SearchHit[]>([])
  const [searching, setSearching] = createSignal(false)
  const [failed, setFailed] = createSignal<Refusal>()
  const [before, setBefore] = createSignal<number | null>(null)
  let run = 0
  let stopWaiting = () => {}

  async function search(current: number) {
    setFailed(undefined)
    setSearching(true)
    // A page may be empty and still have others behind it.
    for (let found = false; !found;) {
      const { value, refusal } = await ask(wanted()!, before())
      if (run !== current) return
      batch(() => {
        found = refusal !== null || value.hits.length > 0 || value.before === null
        setFailed(refusal ?? undefined)
        if (!value) return
        setHits((held) => [...held, ...value.hits])
        setBefore(value.before)
      })
    }
    setSearching(false)
  }

  function reset() {
    run++
    stopWaiting()
    setHits([])
    setBefore(null)
    setFailed(undefined)
    setSearching(false)
  }

  function look(next: Wanted, now = false) {
    const nothing = next.text.trim() === '' && next.author === undefined
    batch(() => {
      reset()
      setWanted(nothing ? undefined : next)
      setSearching(!nothing)
    })
    if (nothing) return
    const current = run
    if (now) void search(current)
    else stopWaiting = clock.after(typingPauseMs, () => void search(current))
  }

  return {
    wanted,
    hits,
    searching,
    failed,
    more: () => before() !== null,
    look,
    goOn() {
      if (wanted() && !searching() && (failed() || before() !== null)) void search(run)
    },
    end: reset,
  }
}
