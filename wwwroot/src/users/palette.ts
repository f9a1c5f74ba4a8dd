/** The colours that a guest can choose from. */
export const palette = [
  { name: 'Coral', colour: '#ff6f61' },
  { name: 'Orange', colour: '#f6893d' },
  { name: 'Gold', colour: '#e9b630' },
  { name: 'Lime', colour: '#9bc53d' },
  { name: 'Green', colour: '#3fb06b' },
  { name: 'Teal', colour: '#1fb5a8' },
  { name: 'Sky', colour: '#38a8e8' },
  { name: 'Blue', colour: '#4d7cf3' },
  { name: 'Violet', colour: '#8d6bf0' },
  { name: 'Orchid', colour: '#c45fd8' },
  { name: 'Pink', colour: '#ef6aa5' },
  { name: 'Slate', colour: '#7f8ba3' },
] as const

export function randomColour(): string {
  return palette[Math.floor(Math.random() * palette.length)]?.colour ?? palette[0].colour
}

/** A name for somebody who wants to be nobody in particular. */
export function anonymousName(random: () => number): string {
  return `Anonymous ${1000 + Math.floor(random() * 9000)}`
}
