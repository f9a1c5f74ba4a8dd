import { type Accessor, createSignal, onCleanup } from 'solid-js'

const nearPx = 32
// A scroll so soon after a movement of the hand is the reader's own.
const handMs = 500

export interface ScrollKeeper {
  /** Whether the newest message is in view; then the log stays with it. */
  atNewest: Accessor<boolean>
  /** Whether the log is on the page at all: a phone shows one panel at a time. */
  shown: Accessor<boolean>
  toNewest(): void
  /** Other messages are there: what was looked at stays where it is. */
  keep(): void
  /** Puts `element` near the top, or into the middle, and stays there. */
  showFrom(element: HTMLElement, place?: 'top' | 'middle'): void
}

/**
 * Keeps what a reader looks at where it is, while messages come above and below and the log itself grows or shrinks
 * (composer, keyboard, banner). `ends`: whether the newest message is the last one there. Browsers' own anchoring gives up at the very top, and Safari has none.
 */
export function keepScroll(
  log: HTMLElement,
  content: HTMLElement,
  ends: () => boolean,
  scrolled: () => void,
): ScrollKeeper {
  const [atNewest, setAtNewest] = createSignal(true)
  const [shown, setShown] = createSignal(true)
  let anchor: HTMLElement | undefined
  let anchorEnd = 0
  let top = 0
  let height = 0
  let room = 0
  let handMoved = -Infinity

  const look = () => {
    setAtNewest(ends() && log.scrollHeight - log.scrollTop - log.clientHeight <= nearPx)
    anchor = firstInView(log, content)
    anchorEnd = anchor ? endOf(anchor) : 0
    top = log.scrollTop
    height = log.scrollHeight
    room = log.clientHeight
  }
  /** What went above made the log shorter than where it was scrolled to: then the browser has moved it already. */
  const unclamped = () => {
    const lowest = log.scrollHeight - log.clientHeight
    return top > lowest && log.scrollTop >= lowest - 1 ? top : log.scrollTop
  }
  const restore = () => {
    const visible = log.clientHeight > 0
    if (!visible) return void setShown(false)
    if (!shown()) log.scrollTop = top
    setShown(true)
    if (atNewest()) log.scrollTop = log.scrollHeight
    else if (anchor?.isConnected === true) log.scrollTop = unclamped() + endOf(anchor) - anchorEnd
    look()
  }
  const onScroll = () => {
    if (log.clientHeight === 0) return
    // What came between two frames moved everything before this scroll: put that right instead of taking it for the
    // reader's doing. A log that was shorter for a moment went upwards by itself, too; a hand, or a search in the page,
    // tells that the reader leaves the newest message.
    const resized = log.scrollHeight !== height || log.clientHeight !== room
    const wanted = performance.now() - handMoved < handMs || top - log.scrollTop > room
    const leaves = atNewest() && log.scrollTop < top && wanted
    if (resized && !leaves) restore()
    else look()
    scrolled()
  }

  const observer = new ResizeObserver(() => {
    restore()
    scrolled()
  })
  observer.observe(log)
  observer.observe(content)
  log.addEventListener('scroll', onScroll, { passive: true })
  const noteHand = () => (handMoved = performance.now())
  for (const hand of ['wheel', 'touchmove', 'keydown']) log.addEventListener(hand, noteHand, { passive: true })
  onCleanup(() => observer.disconnect())

  return {
    atNewest,
    shown,
    keep: restore,
    toNewest() {
      setAtNewest(true)
      restore()
    },
    showFrom(element, place = 'top') {
      setAtNewest(false)
      const above = place === 'top' ? 24 : Math.max(24, (log.clientHeight - element.offsetHeight) / 2)
      log.scrollTop = Math.max(0, element.offsetTop - above)
      look()
    },
  }
}

/** Not where it begins: what comes above a message may take the author's line away from it. */
const endOf = (article: HTMLElement): number => article.offsetTop + article.offsetHeight

/** The first article that is not wholly above the view, by bisection: articles stand in order. */
function firstInView(log: HTMLElement, content: HTMLElement): HTMLElement | undefined {
  const articles = content.getElementsByTagName('article')
  let from = 0
  let to = articles.length
  while (from < to) {
    const middle = (from + to) >> 1
    const article = articles[middle]!
    if (endOf(article) > log.scrollTop) to = middle
    else from = middle + 1
  }
  return articles[from]
}
