import { createSignal } from 'solid-js'
import { float } from '../ui/floating'
import { PopoverButton } from '../ui/popoverButton'
import './dayLine.css'

const dayMs = 86_400_000

interface Props {
  name: string
  now: number
  /** Shows what was said from this time on. */
  onGoToTime: (atMs: number) => void
  /** Whether it is in use: open, or holding the focus. */
  onToggle: (used: boolean) => void
}

/** Above the first message of a day; choosing it leads to other days. */
export function DayLine(props: Props) {
  let root!: HTMLDivElement
  return (
    <div
      class="day-line"
      ref={root}
      onFocusOut={(event) => props.onToggle(root.contains(event.relatedTarget as Node | null))}
    >
      <PopoverButton
        label={`${props.name}: go to another day`}
        class="day-name"
        face={props.name}
        onToggle={(open) => props.onToggle(open || root.contains(document.activeElement))}
      >
        {(anchor, close) => (
          <DayChoice
            anchor={anchor}
            now={props.now}
            onChoose={(atMs) => {
              close()
              props.onGoToTime(atMs)
            }}
          />
        )}
      </PopoverButton>
    </div>
  )
}

function DayChoice(props: { anchor: HTMLElement; now: number; onChoose: (atMs: number) => void }) {
  const [day, setDay] = createSignal('')
  let root!: HTMLFormElement
  float(
    () => root,
    () => props.anchor,
    'bottom',
  )
  const submit = (event: Event) => {
    event.preventDefault()
    // Without a zone it is midnight here, where the reader is.
    const atMs = new Date(`${day()}T00:00`).getTime()
    if (!Number.isNaN(atMs)) props.onChoose(atMs)
  }

  return (
    <form
      ref={root}
      class="day-choice floating"
      popover="manual"
      role="dialog"
      aria-label="Go to another day"
      onSubmit={submit}
    >
      <button type="button" class="button small" onClick={() => props.onChoose(0)}>
        The beginning
      </button>
      <button type="button" class="button small" onClick={() => props.onChoose(props.now - 30 * dayMs)}>
        A month ago
      </button>
      <button type="button" class="button small" onClick={() => props.onChoose(props.now - 7 * dayMs)}>
        A week ago
      </button>
      <div class="day-choice-date">
        <input
          type="date"
          aria-label="Day"
          required
          max={localDay(props.now)}
          onInput={(event) => setDay(event.currentTarget.value)}
        />
        <button type="submit" class="button small primary">
          Go
        </button>
      </div>
    </form>
  )
}

/** The day here, where the reader is, as a date field has it. */
function localDay(ms: number): string {
  const at = new Date(ms)
  const two = (part: number) => `${part}`.padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
