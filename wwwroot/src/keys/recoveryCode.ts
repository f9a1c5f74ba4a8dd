import { randomBytes } from './primitives'

/** Without letters that look like others (Crockford's base32); five bits each. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** How many there are in a code. */
export const CodeLetters = 26
const groupLengths = [5, 5, 5, 5, 6]

/** 130 random bits: nobody guesses them, however often they may. */
export const drawRecoveryCode = (): string =>
  Array.from(randomBytes(CodeLetters), (byte) => letters[byte & 31]).join('')

/** As it is read and written down. */
export function groupsOf(code: string): string[] {
  let at = 0
  return groupLengths.map((length) => code.slice(at, (at += length)))
}

/** What somebody typed, without what sets its letters apart, and with the letters that are meant by others. */
export const lettersIn = (typed: string): string =>
  typed
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')

export const isLettersOfCode = (typed: string): boolean => [...typed].every((letter) => letters.includes(letter))

/** What somebody typed, as the code that it stands for, whatever sets its letters apart; undefined for what is none. */
export function normalisedCode(typed: string): string | undefined {
  const code = lettersIn(typed)
  return code.length === CodeLetters && isLettersOfCode(code) ? code : undefined
}
