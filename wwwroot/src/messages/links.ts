/** The address as a browser writes it if it may become a link: https, and without a name and password that mislead. */
export function secureLink(href: string): string | undefined {
  try {
    const url = new URL(href)
    return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined
  } catch {
    return undefined
  }
}
