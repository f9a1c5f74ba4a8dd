import { type Accessor, createSignal, onCleanup } from 'solid-js'

const nearPx = 32

export interface ScrollKeeper {
  /** Whether the newest message is in view; then the log stays with it. */
  atNewest: Accessor<boolean>
  /** Whether the log is on the page at all: a phone shows one panel at a time. */
  shown: Accessor<boolean>
  toNewest(): void
  /** Puts `element` near the top and stays there. */
  showFrom(element: HTMLElement): void
}

/**
 * Keeps what a reader looks at where it is, while messages come above and below and the log itself grows or shrinks
 * (composer, keyboard, banner). Browsers' own anchoring gives up at the very top, and Safari has none.
 */
export function keepScroll(log: HTMLElement, content: HTMLElement, scrolled: () => void): ScrollKeeper {
  const [atNewest, setAtNewest] = createSignal(true)
  const [shown, setShown] = createSignal(true)
  let anchor: HTMLElement | undefined
  let anchorTop = 0
  let top = 0
  let height = 0
  let room = 0

  const look = () => {
    setAtNewest(log.scrollHeight - log.scrollTop - log.clientHeight <= nearPx)
    anchor = firstInView(log, content)
    anchorTop = anchor?.offsetTop ?? 0
    top = log.scrollTop
    height = log.scrollHeight
    room = log.clientHeight
  }
  const restore = () => {
    const visible = log.clientHeight > 0
    if (!visible) return void setShown(false)
    if (!shown()) log.scrollTop = top
    setShown(true)
    if (atNewest()) log.scrollTop = log.scrollHeight
    else if (anchor?.isConnected === true) log.scrollTop += anchor.offsetTop - anchorTop
    look()
  }
  const onScroll = () => {
    if (log.clientHeight === 0) return
    // What came between two frames moved everything before this scroll: put that right instead of taking it for the
    // reader's doing. Only a reader leaves the newest message upwards.
    const resized = log.scrollHeight !== height || log.clientHeight !== room
    const leaves = atNewest() && log.scrollTop < top
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
  onCleanup(() => observer.disconnect())

  return {
    atNewest,
    shown,
    toNewest() {
      setAtNewest(true)
      restore()
    },
    showFrom(element) {
      setAtNewest(false)
      log.scrollTop = Math.max(0, element.offsetTop - 24)
      look()
    },
  }
}

/** The first article that is not wholly above the view, by bisection: articles stand in order. */
function firstInView(log: HTMLElement, content: HTMLElement): HTMLElement | undefined {
  const articles = content.getElementsByTagName('article')
  let from = 0
  let to = articles.length
  while (from < to) {
    const middle = (from + to) >> 1
    const article = articles[middle]!
    if (article.offsetTop + article.offsetHeight > log.scrollTop) to = middle
    else from = middle + 1
  }
  return articles[from]
}
