import { type Size, touchesView, type View } from './camera'
import type { Circle } from './geometry'

/** Smaller than this, letters in a face cannot be made out. */
const DetailFrom = 0.72
/** More than so many at once are a crowd wherever one looks from. */
const DetailedAtMost = 500

/** Whom a crowd is drawn with all that there is to see of them: those in view, as long as one is close enough to make them out. */
export function inDetail<T extends Circle>(people: readonly T[], view: View, size: Size): T[] {
  if (view.k < DetailFrom) return []
  const seen = people.filter((one) => touchesView(one, view, size))
  return seen.length > DetailedAtMost ? [] : seen
}
