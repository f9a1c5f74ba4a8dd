import { createMemo, createSignal, For, onMount, Show } from 'solid-js'
import { float } from '../ui/floating'
import { roveFocus } from '../ui/roving'
import { emojiGroups, emojiTable, type Emoji, findEmoji, loadEmoji } from './emoji'
import { noteEmoji, recentEmoji } from './recentEmoji'
import './emojiPicker.css'

const columns = 9
const mostFound = 90
const recentGroup = -1

/** A small grid of emoji with search and groups, beside the button that opened it. Arrow keys move in the grid; one key leads from search into it. */
export function EmojiPicker(props: { anchor: HTMLElement; onChoose: (character: string) => void }) {
  const [search, setSearch] = createSignal('')
  const recent = recentEmoji()
  const groups =
    recent.length > 0 ? [{ group: recentGroup, name: 'Recent', face: '🕘' }, ...emojiGroups] : [...emojiGroups]
  const [group, setGroup] = createSignal<number>(groups[0]?.group ?? 0)
  let root!: HTMLDivElement
  let grid!: HTMLDivElement
  let searchBox!: HTMLInputElement

  float(
    () => root,
    () => props.anchor,
    'top-end',
  )
  void loadEmoji()
  onMount(() => searchBox.focus())

  const shown = createMemo((): Emoji[] => {
    const table = emojiTable()
    if (table === undefined) return []
    if (search().trim() !== '') return findEmoji(table, search(), mostFound)
    if (group() !== recentGroup) return table.all.filter((emoji) => emoji.group === group())
    return recent.flatMap((character) => table.all.find((emoji) => emoji.character === character) ?? [])
  })
  const choose = (emoji: Emoji) => {
    noteEmoji(emoji.character)
    props.onChoose(emoji.character)
  }
  const fromSearch = (event: KeyboardEvent) => {
    const [first] = shown()
    if (event.isComposing || first === undefined) return
    if (event.key === 'ArrowDown') grid.querySelector<HTMLElement>('[role=option]')?.focus()
    else if (event.key === 'Enter' && search().trim() !== '') choose(first)
    else return
    event.preventDefault()
  }

  return (
    <div ref={root} class="emoji-picker floating" popover="manual" role="dialog" aria-label="Emoji">
      <input
        ref={searchBox}
        type="search"
        aria-label="Search emoji"
        placeholder="Search emoji"
        onInput={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={fromSearch}
      />
      <div
        class="emoji-groups"
        role="group"
        aria-label="Groups"
        onKeyDown={(event) => roveFocus(event, event.currentTarget, 'button', groups.length)}
      >
        <For each={groups}>
          {(each) => (
            <button
              type="button"
              aria-label={each.name}
              title={each.name}
              aria-pressed={search() === '' && group() === each.group}
              onClick={() => {
                searchBox.value = ''
                setSearch('')
                setGroup(each.group)
                grid.scrollTop = 0
              }}
            >
              {each.face}
            </button>
          )}
        </For>
      </div>
      <div
        class="emoji-grid"
        role="listbox"
        aria-label="Emoji"
        ref={grid}
        onKeyDown={(event) => roveFocus(event, grid, '[role=option]', columns)}
      >
        <For each={shown()}>
          {(emoji, index) => (
            <button
              type="button"
              role="option"
              aria-selected="false"
              aria-label={nameOf(emoji)}
              title={`:${emoji.names[0]}:`}
              tabIndex={index() === 0 ? 0 : -1}
              onClick={() => choose(emoji)}
            >
              {emoji.character}
            </button>
          )}
        </For>
      </div>
      <Show when={shown().length === 0}>
        <p class="emoji-none" role="status">
          {emojiTable() === undefined ? 'Loading…' : 'No emoji has that name.'}
        </p>
      </Show>
    </div>
  )
}

const nameOf = ({ names }: Emoji): string => (names[0] ?? '').replaceAll('_', ' ')
