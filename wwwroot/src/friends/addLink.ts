const path = '/add/'
const storedUnder = 'chatmux-add'
const form = /^[0-9a-f]{32}$/
// Without storage it lasts until the page is left.
let kept: string | undefined

/** The address that leads to whoever made this token. What follows a # stays in the browser: no server on the way, and none of
 * their logs, has the token. */
export const addAddress = (server: string, token: string): string => new URL(`${path}#${token}`, server).href

/** The token of the link by which this page was opened. It is kept over a sign-in that leads away and back, and
 * leaves the address, where others could read it. Malformed ones too: their opener is told that they lead nowhere. */
export function takeLink(): string | undefined {
  if (location.pathname.startsWith(path)) {
    // Somebody may have left out the #.
    const inPath = location.pathname.slice(path.length)
    keep(inPath || location.hash.slice(1))
    history.replaceState(history.state, '', `/${location.search}${inPath && location.hash}`)
  }
  return pendingLink()
}

export function pendingLink(): string | undefined {
  try {
    return sessionStorage.getItem(storedUnder) ?? undefined
  } catch {
    return kept
  }
}

export function forgetLink(): void {
  kept = undefined
  try {
    sessionStorage.removeItem(storedUnder)
  } catch {
    // It was never in there.
  }
}

/** Whether it could be a token at all. */
export const isToken = (text: string): boolean => form.test(text)

function keep(token: string) {
  kept = token
  try {
    sessionStorage.setItem(storedUnder, token)
  } catch {
    // It is kept in memory.
  }
}
