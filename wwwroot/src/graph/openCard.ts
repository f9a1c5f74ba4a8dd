import { createSignal, onCleanup } from 'solid-js'

/** Whose card is shown. One that was chosen stays until it is closed; one that is only looked at goes by itself. */
export interface OpenCard {
  person: string
  chosen: boolean
}

const ShowAfterMs = 300
// Whoever goes on to somebody else with the next key does not wait for a card.
const FocusedAfterMs = 150
// Long enough to get from the person to the card.
const HideAfterMs = 250

/** Which card is shown, by pointer, focus and choice. */
export function createOpenCard() {
  const [card, setCard] = createSignal<OpenCard>()
  let pointing: ReturnType<typeof setTimeout> | undefined
  let focusing: ReturnType<typeof setTimeout> | undefined
  let focused: string | undefined
  let muted: string | undefined

  const cancelPointing = () => clearTimeout(pointing)
  const cancel = () => {
    cancelPointing()
    clearTimeout(focusing)
    focused = undefined
  }
  const afterPointing = (ms: number, then: () => void) => {
    cancelPointing()
    pointing = setTimeout(then, ms)
  }
  const look = (person: string) => {
    if (!card()?.chosen) setCard({ person, chosen: false })
  }
  onCleanup(cancel)

  return {
    card,
    /** Whose card is shown, or comes in a moment because they have the focus. */
    person: (): string | undefined => card()?.person ?? focused,
    /** The pointer rests on somebody. */
    hover(person: string) {
      if (person === muted) return
      if (card()?.person === person) cancelPointing()
      else afterPointing(ShowAfterMs, () => look(person))
    },
    /** Somebody was put down under the pointer: that is no wish to see their card. */
    mute(person: string) {
      cancel()
      muted = person
    },
    /** The pointer is on the card. */
    stay: cancelPointing,
    /** The pointer is elsewhere: the card goes, unless it is there for another reason. */
    leave() {
      muted = undefined
      afterPointing(HideAfterMs, () => {
        const shown = card()
        if (shown && !shown.chosen && shown.person !== focused) setCard(undefined)
      })
    },
    /** Somebody has the focus. */
    focus(person: string) {
      cancel()
      focused = person
      if (card()?.person === person) return
      setCard(undefined)
      focusing = setTimeout(() => look(person), FocusedAfterMs)
    },
    choose(person: string) {
      cancel()
      setCard({ person, chosen: true })
    },
    close() {
      cancel()
      setCard(undefined)
    },
  }
}
