const graphemes = new Intl.Segmenter()

/** The first character of a name as a reader sees it: a whole emoji, a letter with its accents. */
export function initialOf(name: string): string {
  const [first] = graphemes.segment(name.trim())
  return first === undefined ? '?' : first.segment.toLocaleUpperCase()
}

/** Which ink reads better on `#rrggbb`; the better of the two always has a contrast of at least 4.5. */
export function inkOn(colour: string): 'dark' | 'light' {
  return luminance(colour) > 0.19 ? 'dark' : 'light'
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255 || 0
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
