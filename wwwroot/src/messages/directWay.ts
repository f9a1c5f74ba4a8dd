const prefix = '#/dm/'

/** A direct chat, by whom one has it with, or a message in it. */
export interface DirectPlace {
  user: string
  message?: number
}

/** The part of an address that leads to a direct chat, or to a message in it. */
export const directWay = (user: string, message?: number): string =>
  message === undefined ? `${prefix}${user}` : `${prefix}${user}/${message}`

/** The direct chat that the part of an address leads to, if it does. */
export function directPlace(hash: string): DirectPlace | undefined {
  if (!hash.startsWith(prefix)) return undefined
  const [user = '', number] = hash.slice(prefix.length).split('/')
  const message = Number(number)
  if (user === '') return undefined
  return Number.isSafeInteger(message) && message > 0 ? { user, message } : { user }
}

/** Follows the part of an address, also to where one is: on a phone something else may be shown. */
export function lead(to: string): void {
  if (location.hash === to) window.dispatchEvent(new HashChangeEvent('hashchange'))
  else location.hash = to
}
