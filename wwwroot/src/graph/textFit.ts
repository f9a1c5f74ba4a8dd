const graphemes = new Intl.Segmenter()

/** How wide a character is at the most, in sizes of the font: letters of the Latin, Greek and Cyrillic alphabets are narrow. */
const widthOf = (character: string): number =>
  /^[mwMW@%]/.test(character) ? 0.95 : /^[A-Z]/.test(character) ? 0.72 : /^[\u0020-\u052f]/.test(character) ? 0.6 : 1.1

/** As much of the text as fits into so many sizes of the font, with an ellipsis where it ends early; empty where not even that fits. */
export function fitText(text: string, ems: number): string {
  const characters = [...graphemes.segment(text)].map(({ segment }) => segment)
  const widths = characters.map(widthOf)
  if (widths.reduce((sum, width) => sum + width, 0) <= ems) return text
  let left = ems - 1
  const fitting = widths.findIndex((width) => (left -= width) < 0)
  return fitting <= 0 ? '' : `${characters.slice(0, fitting).join('').trimEnd()}…`
}

/** Which way a text runs, by its first letter. */
export const directionOf = (text: string): 'ltr' | 'rtl' =>
  /^\P{L}*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(text) ? 'rtl' : 'ltr'
