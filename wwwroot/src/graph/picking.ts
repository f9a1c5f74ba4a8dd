// What is drawn where an event comes from.

const closest = (from: EventTarget | null) =>
  from instanceof Element ? from.closest<SVGGElement>('[data-person], [data-room]') : null

/** The person or the room. */
export const idAt = (from: EventTarget | null): string | undefined => {
  const { person, room } = closest(from)?.dataset ?? {}
  return person ?? room
}

export const personAt = (from: EventTarget | null): string | undefined => closest(from)?.dataset.person
