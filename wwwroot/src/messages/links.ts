/** The address as a browser writes it if it may become a link: https or this place itself, and without a name and
 * password that mislead. */
export function secureLink(href: string): string | undefined {
  try {
    const url = new URL(href)
    const known = url.protocol === 'https:' || url.origin === location.origin
    return known && url.username === '' && url.password === '' ? url.href : undefined
  } catch {
    return undefined
  }
}

/** The way to a place within the app, if the address is one: it opens here and not in another tab. */
export function innerLink(href: string): string | undefined {
  const here = `${location.origin}${location.pathname}#/`
  return href.startsWith(here) ? href.slice(here.length - 2) : undefined
}
