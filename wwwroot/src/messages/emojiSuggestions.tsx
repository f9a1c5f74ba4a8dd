import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { type Emoji, emojiTable, findEmoji, loadEmoji, typedShortcode } from './emoji'

const mostShown = 6

/** The emoji whose name is being typed after a colon, and what the keys do while they are shown. */
export function createSuggestions(
  box: () => HTMLTextAreaElement,
  replace: (from: number, to: number, insert: string) => void,
) {
  const id = createUniqueId()
  const [typed, setTyped] = createSignal<string>()
  const [active, setActive] = createSignal(0)

  const found = (): Emoji[] => {
    const name = typed()
    const table = emojiTable()
    return name === undefined || table === undefined ? [] : findEmoji(table, name, mostShown)
  }
  const open = () => found().length > 0
  const optionId = (index: number) => `${id}-${index}`
  const close = () => setTyped(undefined)
  const update = () => {
    const name = typedShortcode(box().value.slice(0, box().selectionStart))
    if (name !== undefined) void loadEmoji()
    if (name !== typed()) setActive(0)
    setTyped(name)
  }
  const choose = (emoji: Emoji) => {
    const caret = box().selectionStart
    const from = caret - (typed()?.length ?? 0) - 1
    close()
    replace(from, caret, `${emoji.character} `)
  }
  const move = (step: number) => setActive((active() + step + found().length) % found().length)

  /** Whether the key was for the suggestions. */
  const take = (event: KeyboardEvent): boolean => {
    const chosen = found()[active()]
    if (chosen === undefined) return false
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Escape') close()
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') choose(chosen)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  const activeId = () => (open() ? optionId(active()) : undefined)
  return { id, found, open, active, setActive, optionId, activeId, update, choose, close, take }
}

export function Suggestions(props: { list: ReturnType<typeof createSuggestions> }) {
  return (
    <>
      <Show when={props.list.open()}>
        <div class="suggestions" role="listbox" id={props.list.id} aria-label="Emoji suggestions">
          <For each={props.list.found()}>
            {(emoji, index) => (
              <div
                role="option"
                id={props.list.optionId(index())}
                aria-selected={index() === props.list.active()}
                onPointerMove={() => props.list.setActive(index())}
                // Down and not click: the focus stays in the text.
                onMouseDown={(event) => {
                  event.preventDefault()
                  props.list.choose(emoji)
                }}
              >
                <span aria-hidden="true">{emoji.character}</span>
                <span class="ellipsis">:{emoji.names[0]}:</span>
              </div>
            )}
          </For>
        </div>
      </Show>
      <p class="spoken" aria-live="polite">
        {props.list.open() ? 'Emoji suggestions: arrow keys choose, Enter inserts.' : ''}
      </p>
    </>
  )
}
