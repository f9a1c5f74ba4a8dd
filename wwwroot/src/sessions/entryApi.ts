import type { Clock } from '../clock'
import type {
  CreatePasskey,
  DeleteAccount,
  Done,
  EnterAsDemo,
  EnterAsGuest,
  Entry,
  PasskeyAnswer,
  PasskeyChallenge,
  Profile,
  Result,
} from '../contract'
import { refusalOf, refused } from '../connections/calls'

const AnswerWithinMs = 10_000

/** What goes over HTTP and not over the socket: who this browser is. */
export interface EntryApi {
  /** Undefined when no server answers. */
  entry(): Promise<Entry | undefined>
  enterAsGuest(guest: EnterAsGuest): Promise<Result<Profile>>
  enterAsDemo(demo: EnterAsDemo): Promise<Result<Profile>>
  askForNewPasskey(wish: CreatePasskey): Promise<Result<PasskeyChallenge>>
  askForPasskey(): Promise<Result<PasskeyChallenge>>
  signUp(answer: PasskeyAnswer): Promise<Result<Profile>>
  signIn(answer: PasskeyAnswer): Promise<Result<Profile>>
  addPasskey(answer: PasskeyAnswer): Promise<Result<Done>>
  deleteAccount(account: DeleteAccount): Promise<Result<Done>>
  /** The file, or why there is none. */
  exportAccount(): Promise<Result<Blob>>
  end(everywhere: boolean): Promise<Result<Done>>
}

export function createEntryApi(send: typeof fetch, clock: Clock): EntryApi {
  async function request(path: string, init: RequestInit): Promise<Response | undefined> {
    const abort = new AbortController()
    const stopWaiting = clock.after(AnswerWithinMs, () => abort.abort())
    try {
      return await send(path, { ...init, cache: 'no-store', signal: abort.signal })
    } catch {
      return undefined
    } finally {
      stopWaiting()
    }
  }

  async function write<T>(path: string, body: unknown): Promise<Result<T>> {
    return readResult<T>(await request(path, writing(body)))
  }

  return {
    async entry() {
      const response = await request('/api/entry', { headers: { Accept: 'application/json' } })
      const entry = response?.ok ? await json(response) : undefined
      return isEntry(entry) ? entry : undefined
    },
    enterAsGuest: (guest) => write('/api/session/guest', guest),
    enterAsDemo: (demo) => write('/api/session/demo', demo),
    askForNewPasskey: (wish) => write('/api/passkeys/creation', wish),
    askForPasskey: () => write('/api/passkeys/request', {}),
    signUp: (answer) => write('/api/session/passkey/new', answer),
    signIn: (answer) => write('/api/session/passkey', answer),
    addPasskey: (answer) => write('/api/passkeys', answer),
    deleteAccount: (account) => write('/api/account/delete', account),
    async exportAccount() {
      // As long as it takes: the time limit is for the first word of the answer.
      const response = await request('/api/account/export', writing({}))
      if (!response?.headers.has('Content-Disposition')) return readResult(response)
      try {
        return { value: await response.blob(), refusal: null }
      } catch {
        // It broke off in the middle: half a file is none.
        return refused('unavailable')
      }
    },
    end: (everywhere) => write('/api/session/end', { everywhere }),
  }
}

const writing = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'X-ChatMux': '1', 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

async function readResult<T>(response: Response | undefined): Promise<Result<T>> {
  if (!response) return refused('unavailable')
  const result = (await json(response)) as Result<T> | undefined
  if (result?.refusal) return { value: null, refusal: result.refusal }
  if (response.ok && result?.value) return result
  if (response.status === 429) return { value: null, refusal: refusalOf('tooFast', retryAfterMs(response)) }
  return refused(response.status >= 500 || response.ok ? 'unavailable' : 'malformed')
}

const retryAfterMs = (response: Response) => Number(response.headers.get('Retry-After') ?? 0) * 1000 || null

const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null && 'me' in value

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}
