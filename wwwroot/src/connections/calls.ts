import type { Clock } from '../clock'
import type { Commands, Refusal, RefusalCode, Result } from '../contract'
import type { Socket } from './transport'

/** Says a command to the server. Never rejects: whatever goes wrong is a refusal. */
export type Call = <M extends keyof Commands>(
  method: M,
  command: Commands[M]['command'],
) => Promise<Result<Commands[M]['answer']>>

const AnswerWithinMs = 10_000

export const refusalOf = (code: RefusalCode, retryAfterMs: number | null = null): Refusal => ({ code, retryAfterMs })

export const refused = (code: RefusalCode): { value: null; refusal: Refusal } => ({
  value: null,
  refusal: refusalOf(code),
})

/** The commands of one socket. `end` answers those that are still waiting: their outcome is unknown. */
export function createCalls(clock: Clock, socket: Socket): { call: Call; end(): void } {
  const waiting = new Set<(result: Result<never>) => void>()
  let ended = false

  const call: Call = (method, command) => {
    if (ended) return Promise.resolve(refused('unavailable'))
    return new Promise((resolve) => {
      const settle = (result: Result<never>) => {
        waiting.delete(settle)
        stopWaiting()
        resolve(result)
      }
      const stopWaiting = clock.after(AnswerWithinMs, () => settle(refused('unavailable')))
      waiting.add(settle)
      socket.invoke(method, command).then(
        (answer) => settle(readResult(answer)),
        (error: unknown) => settle(refused(codeOf(error))),
      )
    })
  }

  return {
    call,
    end() {
      ended = true
      for (const settle of waiting) settle(refused('unavailable'))
    },
  }
}

function readResult(answer: unknown): Result<never> {
  const result = answer as Result<never> | null | undefined
  if (result?.refusal) return { value: null, refusal: result.refusal }
  return result?.value ? result : refused('malformed')
}

/** SignalR has no codes for its own errors. What another try cannot mend is `malformed`. */
function codeOf(error: unknown): RefusalCode {
  const text = error instanceof Error ? error.message : ''
  return /does not exist|binding arguments|argument\(s\)/i.test(text) ? 'malformed' : 'unavailable'
}
