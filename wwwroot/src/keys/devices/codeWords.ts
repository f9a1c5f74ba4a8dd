import { CodeLetters, isLettersOfCode, lettersIn } from '../recoveryCode'
import type { CodeTest } from './devicesView'

/** What a recovery code has shown that was typed. */
export function codeSentence(shown: CodeTest, typed: string): string {
  switch (shown) {
    case 'works':
      return 'This code works.'
    case 'missing':
      return 'This code is right, but the server does not have what belongs to it.'
    case 'noPaper':
      return 'There is no recovery code for your account.'
    case 'noCode':
      return shapeSentence(lettersIn(typed))
    case 'wrong':
      return 'This is not your recovery code. Look for a typing mistake. A code that was replaced does not work any more.'
    case 'keys':
      return 'This code is right, but what the server has for it does not fit your account. It cannot be used.'
  }
}

function shapeSentence(typed: string): string {
  if (typed === '') return 'Type your recovery code.'
  if (!isLettersOfCode(typed)) return 'A recovery code has only letters and digits, and never the letter U.'
  return `A recovery code has ${CodeLetters} letters and digits. Here ${typed.length === 1 ? 'is one' : `are ${typed.length}`}.`
}
