/** Under this the tab remembers that it has left for a sign-in elsewhere. */
export const LeftForSignIn = 'chatmux-left-for-sign-in'

export function noteLeaving(): void {
  try {
    sessionStorage.setItem(LeftForSignIn, '1')
  } catch {
    // Without storage only the sentence about how it ended is missed.
  }
}
