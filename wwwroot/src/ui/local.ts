/** Small preferences of this browser. Storage may be full or forbidden: then nothing is remembered and nothing breaks. */
export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(`chatmux.${key}`) ?? undefined
  } catch {
    return undefined
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`chatmux.${key}`, value)
  } catch {
    // Private window, full disk: the choice holds until the page closes.
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(`chatmux.${key}`)
  } catch {
    // What could not be kept need not be forgotten.
  }
}
