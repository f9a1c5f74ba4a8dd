import Search from 'lucide-solid/icons/search'
import Users from 'lucide-solid/icons/users'
import { createHereCount } from '../lobby/hereCount'

export interface HeaderActs {
  peopleShown: boolean
  onPeople: () => void
  searching: boolean
  onSearch: () => void
}

interface Props extends HeaderActs {
  /** What the search looks through, as one would say it. */
  within: string
}

/** What every conversation's header offers: looking for something in it, and who is online. */
export function HeaderButtons(props: Props) {
  const count = createHereCount()
  return (
    <>
      <button
        type="button"
        class="icon-button room-search"
        aria-expanded={props.searching}
        aria-label={`Search in ${props.within}`}
        title="Search (Ctrl+F)"
        onClick={() => props.onSearch()}
      >
        <Search size={18} aria-hidden="true" />
      </button>
      <button
        type="button"
        class="room-count"
        aria-expanded={props.peopleShown}
        aria-label={`Show people, ${count()} online`}
        onClick={() => props.onPeople()}
      >
        <Users size={16} aria-hidden="true" />
        {count()} online
      </button>
      <p class="room-count-text">{count()} online</p>
    </>
  )
}
