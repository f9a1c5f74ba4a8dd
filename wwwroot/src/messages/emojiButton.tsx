import type { JSX } from 'solid-js'
import { PopoverButton } from '../ui/popoverButton'
import { EmojiPicker } from './emojiPicker'

/** A button that opens the emoji grid; choosing closes it and goes on writing. */
export function EmojiButton(props: {
  label: string
  class: string
  face: JSX.Element
  onChoose: (character: string) => void
}) {
  return (
    <PopoverButton label={props.label} class={props.class} face={props.face}>
      {(anchor, close) => (
        <EmojiPicker
          anchor={anchor}
          onChoose={(character) => {
            close()
            anchor.focus()
            props.onChoose(character)
          }}
        />
      )}
    </PopoverButton>
  )
}
