import { createMemo, createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'

export const mostSuggested = 6

/** Something to write instead of what has been typed of it after a sign. */
export interface Suggestion {
  insert: string
  face: JSX.Element
}

/** Where suggestions come from. */
export interface SuggestionSource {
  /** What they are, as it is read aloud. */
  label: string
  /** What stands after the sign at the end of the text; undefined when nothing of this kind is being typed. */
  typed(text: string): string | undefined
  find(typed: string): Suggestion[]
}

/** What one may mean by what is being typed, and what the keys do while that is shown. */
export function createSuggestions(
  box: () => HTMLTextAreaElement,
  replace: (from: number, to: number, insert: string) => void,
  sources: readonly SuggestionSource[],
) {
  const id = createUniqueId()
  const [typed, setTyped] = createSignal<{ source: SuggestionSource; text: string; caret: number }>()
  const [active, setActive] = createSignal(0)

  const found = createMemo((): Suggestion[] => {
    const now = typed()
    return now ? now.source.find(now.text).slice(0, mostSuggested) : []
  })
  const open = () => found().length > 0
  const label = () => typed()?.source.label ?? ''
  const optionId = (index: number) => `${id}-${index}`
  const close = () => setTyped(undefined)
  const update = () => {
    const caret = box().selectionStart
    const before = box().value.slice(0, caret)
    const now = sources
      .map((source) => ({ source, text: source.typed(before) }))
      .find((each): each is { source: SuggestionSource; text: string } => each.text !== undefined)
    if (now?.text !== typed()?.text) setActive(0)
    setTyped(now && { ...now, caret })
  }
  const choose = ({ insert }: Suggestion) => {
    const { text = '', caret = box().selectionStart } = typed() ?? {}
    close()
    replace(caret - text.length - 1, caret, `${insert} `)
  }
  const move = (step: number) => setActive((active() + step + found().length) % found().length)

  /** Whether the key was for the suggestions. */
  const take = (event: KeyboardEvent): boolean => {
    const chosen = found()[active()]
    if (chosen === undefined) return false
    // Whoever has moved on in the text does not want it any more.
    if (box().selectionStart !== typed()?.caret || box().selectionEnd !== typed()?.caret) {
      close()
      return false
    }
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
  return { id, label, found, open, active, setActive, optionId, activeId, update, choose, close, take }
}

export function Suggestions(props: { list: ReturnType<typeof createSuggestions> }) {
  return (
    <>
      <Show when={props.list.open()}>
        <div class="suggestions" role="listbox" id={props.list.id} aria-label={props.list.label()}>
          <For each={props.list.found()}>
            {(suggestion, index) => (
              <div
                role="option"
                id={props.list.optionId(index())}
                aria-selected={index() === props.list.active()}
                onPointerMove={() => props.list.setActive(index())}
                // Down and not click: the focus stays in the text.
                onMouseDown={(event) => {
                  event.preventDefault()
                  props.list.choose(suggestion)
                }}
              >
                {suggestion.face}
              </div>
            )}
          </For>
        </div>
      </Show>
      <p class="spoken" aria-live="polite">
        {props.list.open() ? `${props.list.label()}: arrow keys choose, Enter inserts.` : ''}
      </p>
    </>
  )
}
