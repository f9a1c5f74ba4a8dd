const mostNamed = 3

/** Who is writing, in words; nothing when nobody is. */
export function typingSentence(names: readonly string[]): string {
  if (names.length === 0) return ''
  if (names.length > mostNamed) return 'Several people are typing…'
  const last = names.at(-1)
  return names.length === 1 ? `${last} is typing…` : `${names.slice(0, -1).join(', ')} and ${last} are typing…`
}
