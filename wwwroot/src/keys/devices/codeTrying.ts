import { createSignal } from 'solid-js'
import type { Refusal } from '../../contract'
import type { CodeTest } from './devicesView'
import { codeSentence } from './codeWords'
import { createDoing } from './doing'

/** A recovery code that is typed and tried out: what it has shown, and what the server said. */
export function createCodeTrying(attempt: (typed: string) => Promise<CodeTest | Refusal | undefined>) {
  const doing = createDoing()
  const [shown, setShown] = createSignal<CodeTest>()
  const [sentence, setSentence] = createSignal<string>()
  let input!: HTMLInputElement

  return {
    doing,
    setInput: (element: HTMLInputElement) => void (input = element),
    works: () => shown() === 'works',
    wrong: () => (shown() === 'works' ? undefined : sentence()),
    shown,
    async submit(event: SubmitEvent) {
      event.preventDefault()
      if (doing.busy()) return
      const typed = input.value
      setShown(undefined)
      setSentence(undefined)
      await doing.act(async () => {
        const answer = await attempt(typed)
        if (typeof answer === 'object') return answer
        setSentence(answer && codeSentence(answer, typed))
        setShown(answer)
        return undefined
      })
      // It may be gone by then, since the code was right.
      if (shown() !== 'works' && input.isConnected) input.focus()
    },
  }
}
