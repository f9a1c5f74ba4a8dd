const prefix = 'dm:'

/**
 * What this tab calls a conversation of two: not as the server does, so that nothing that the server says of a room, whatever its id, can reach what
 * is sealed, and nothing that is sealed goes where rooms go.
 */
export const directKey = (conversation: string): string => prefix + conversation

/** As the server calls it. */
export const wireId = (conversation: string): string =>
  isDirectKey(conversation) ? conversation.slice(prefix.length) : conversation

export const isDirectKey = (conversation: string): boolean => conversation.startsWith(prefix)

/** Whether what the server says names a sealed conversation as this tab does, which no server that means well can know of. */
export function namesSealed(said: object): boolean {
  const { conversation, message, change, position } = said as Partial<Record<string, unknown>>
  const named = [conversation, message, change, position].map((part) =>
    typeof part === 'object' && part !== null ? (part as { conversation?: unknown }).conversation : part,
  )
  return named.some((name) => typeof name === 'string' && isDirectKey(name))
}
