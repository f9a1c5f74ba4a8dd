import { Show } from 'solid-js'

interface Props {
  /** The room that one is in. */
  room: string | undefined
  /** Whether the view has gathered round it. */
  gathered: boolean
  people: number
  search: string
  /** How many were found; undefined while nothing is searched for. */
  found: number | undefined
  onSearch: (text: string) => void
  /** To the next one that was found. */
  onNext: () => void
  onEveryone: () => void
  onRoom: () => void
  onChat: () => void
}

/** Where one is in the graph, the way to the chat and out again, and the search. */
export function GraphToolbar(props: Props) {
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter') props.onNext()
    else if (event.key === 'Escape' && props.search !== '') {
      event.stopPropagation()
      props.onSearch('')
    }
  }

  return (
    <header class="graph-toolbar">
      <h1 class="ellipsis">
        <Show when={props.gathered && props.room} fallback={`Everyone here · ${props.people}`}>
          {(room) => <bdi>{room()}</bdi>}
        </Show>
      </h1>
      <Show when={props.room}>
        {(room) => (
          <>
            <button type="button" class="button small" onClick={() => props.onChat()}>
              Open the chat
            </button>
            <Show
              when={props.gathered}
              fallback={
                <button type="button" class="button small" onClick={() => props.onRoom()}>
                  <span class="ellipsis">Back to {room()}</span>
                </button>
              }
            >
              <button type="button" class="button small" onClick={() => props.onEveryone()}>
                Show everyone
              </button>
            </Show>
          </>
        )}
      </Show>
      <input
        type="search"
        aria-label="Find in the graph"
        placeholder="Find people and rooms"
        value={props.search}
        onInput={(event) => props.onSearch(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <p class="graph-found" role="status">
        {props.found === undefined ? '' : props.found === 0 ? 'Nobody found' : `${props.found} found`}
      </p>
    </header>
  )
}
