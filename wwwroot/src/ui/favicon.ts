const plain = '/favicon.svg'

let drawing: Promise<string> | undefined
let wanted = ''

/** Puts a number on the page's icon; an empty one takes it away. */
export async function badgeIcon(text: string, colour: string): Promise<void> {
  wanted = text + colour
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  if (!link) return
  if (text === '') return void (link.href = plain)
  drawing ??= fetch(plain).then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))))
  const svg = await drawing.catch(() => (drawing = undefined))
  // Meanwhile it may be another number.
  if (svg && wanted === text + colour)
    link.href = `data:image/svg+xml,${encodeURIComponent(withBadge(svg, text, colour))}`
}

export function withBadge(svg: string, text: string, colour: string): string {
  const size = text.length > 2 ? 9 : 12
  const badge = `<circle cx="22" cy="10" r="10" fill="${colour}"/><text x="22" y="${10 + size * 0.36}" fill="#fff" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="${size}">${text}</text>`
  return svg.replace('</svg>', `${badge}</svg>`)
}
