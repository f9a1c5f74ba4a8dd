import { recall, remember } from '../ui/local'

const kept = 18

/** The emoji that this browser chose last, the latest first. */
export function recentEmoji(): string[] {
  return (recall('emoji') ?? '').split(' ').filter((character) => character !== '')
}

export function noteEmoji(character: string): void {
  remember('emoji', [character, ...recentEmoji().filter((other) => other !== character)].slice(0, kept).join(' '))
}
