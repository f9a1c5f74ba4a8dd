import { fitText } from './textFit'

/** A text that follows a circle, and reads from left to right without standing on its head. */
export interface ArcText {
  text: string
  /** The path that the text follows, centred on its middle. */
  path: string
}

// Further down the sides letters would lean more than can be read.
const Widest = (175 / 360) * 2 * Math.PI

/**
 * The text on the upper or the lower arc of a circle around 0,0: above, the letters stand on the arc, below, they hang in it, so that
 * both are upright. What is too long for the arc ends early, and is empty where nothing fits.
 */
export function arcText(text: string, radius: number, fontSize: number, side: 'upper' | 'lower'): ArcText {
  const r = radius.toFixed(1)
  return {
    text: fitText(text, (radius * Widest) / fontSize),
    path: `M-${r},0A${r},${r} 0 0 ${side === 'upper' ? 1 : 0} ${r},0`,
  }
}
