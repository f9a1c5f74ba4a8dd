import type { TextMark } from '../contract'

/** A text in parts that are marked and parts that are not. */
export function markedParts(text: string, marks: readonly TextMark[]): { text: string; marked: boolean }[] {
  const parts: { text: string; marked: boolean }[] = []
  let at = 0
  for (const { start, length } of marks) {
    parts.push(
      { text: text.slice(at, start), marked: false },
      { text: text.slice(start, start + length), marked: true },
    )
    at = start + length
  }
  parts.push({ text: text.slice(at), marked: false })
  return parts.filter((part) => part.text !== '')
}
