import { isAway, type ListedPerson } from '../lobby/people'
import { lastSeenText, presenceNames } from '../presence/shownPresence'

/** How somebody is here, or since when they are not. */
export function howText(person: ListedPerson, now: number): string {
  if (person.view?.blocked) return 'Blocked'
  if (!isAway(person)) return presenceNames[person.presence]
  return person.lastSeenMs === null ? 'Offline' : lastSeenText(person.lastSeenMs, now)
}
