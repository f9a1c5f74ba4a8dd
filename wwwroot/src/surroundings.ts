import { type Cancel, type Clock, systemClock } from './clock'
import { deviceKind } from './connections/deviceKind'
import { signalrTransport } from './connections/signalrTransport'
import type { Transport } from './connections/transport'
import type { DeviceKind } from './contract'
import { browserName } from './keys/devices/browserName'
import { broadcastToTabs, type OtherTabs } from './sessions/otherTabs'
import { LeftForSignIn } from './sessions/leaving'
import { browserPasskeys, type Passkeys } from './sessions/passkeys'
import { looking } from './ui/attention'

/** Everything outside the data layer, so that tests can stand in for it. */
export interface Surroundings {
  clock: Clock
  /** From 0 to below 1. */
  random(): number
  /** 128 random bits as 32 lowercase hexadecimal characters. */
  newId(): string
  transport: Transport
  fetch: typeof fetch
  /** Lives as long as the tab. */
  storage: Storage
  locks: Pick<LockManager, 'request'> | undefined
  tabs: OtherTabs
  passkeys: Passkeys
  page: Page
}

export interface Page {
  device: DeviceKind
  /** What the browser calls itself, for a person who has several. */
  browserName: string
  build: string | undefined
  address: string
  /** What the address said of a sign-in elsewhere that led back here; it says so once. */
  signInOutcome: string | undefined
  online(): boolean
  /** Whether somebody looks at it: it is visible and has the focus. */
  looking(): boolean
  reload(): void
  /** Hands a file to the person, as a download. */
  save(name: string, file: Blob): void
  /** Asks the browser not to throw away what is stored. */
  persist(): void
  /** `input`: somebody touches, moves or types anything. */
  listen(what: 'network' | 'visible' | 'input', happened: () => void): Cancel
}

export function browserSurroundings(): Surroundings {
  return {
    clock: systemClock,
    random: Math.random,
    newId,
    transport: signalrTransport('/hub'),
    fetch: (input, init) => fetch(input, init),
    storage: sessionStorage,
    // Missing where the page is not in a secure context.
    locks: (navigator as { locks?: LockManager }).locks,
    tabs: broadcastToTabs(),
    passkeys: browserPasskeys,
    page: browserPage(),
  }
}

function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function browserPage(): Page {
  const { userAgent, maxTouchPoints } = navigator
  const { mobile } = (navigator as { userAgentData?: { mobile?: boolean } }).userAgentData ?? {}
  const shortSide = Math.min(screen.width, screen.height)
  return {
    device: deviceKind({ mobile, userAgent, touchPoints: maxTouchPoints, shortSide }),
    browserName: browserName(userAgent),
    build: meta('chatmux-build'),
    address: `${location.origin}/`,
    signInOutcome: takeSignInOutcome(),
    online: () => navigator.onLine,
    looking,
    reload: () => location.reload(),
    save,
    persist: () => void (navigator as { storage?: StorageManager }).storage?.persist().catch(() => {}),
    listen(what, happened) {
      const listening = new AbortController()
      const { signal } = listening
      if (what === 'network') {
        addEventListener('online', happened, { signal })
        addEventListener('offline', happened, { signal })
      } else if (what === 'input') {
        for (const input of inputs) addEventListener(input, happened, { signal, capture: true, passive: true })
      } else {
        const look = () => document.visibilityState === 'visible' && happened()
        document.addEventListener('visibilitychange', look, { signal })
      }
      return () => listening.abort()
    },
  }
}

const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']

function save(name: string, file: Blob) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // Some browsers read it only after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

function takeSignInOutcome(): string | undefined {
  const query = new URLSearchParams(location.search)
  const outcome = query.get('signin') ?? undefined
  if (outcome !== undefined) history.replaceState(history.state, '', `${location.pathname}${location.hash}`)
  // Anybody can write such a link: only whoever left from here comes back.
  const left = sessionStorage.getItem(LeftForSignIn) !== null
  sessionStorage.removeItem(LeftForSignIn)
  return left ? outcome : undefined
}

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content || undefined
