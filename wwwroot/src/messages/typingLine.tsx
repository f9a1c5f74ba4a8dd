import { createMemo, Show } from 'solid-js'
import type { Profile } from '../contract'
import { typingSentence } from './typingSentence'

/** Who is writing. Its place is always kept, so that nothing moves. */
export function TypingLine(props: { people: Profile[] }) {
  const sentence = () => typingSentence(props.people.map(({ name }) => name))
  // Read aloud when somebody begins, not when the set of writers changes.
  const spoken = createMemo<string>((before) => (sentence() === '' ? '' : before || sentence()), '')

  return (
    <div class="typing">
      <p class="ellipsis" aria-hidden="true">
        <Show when={props.people.length > 0}>
          <span class="typing-dots">
            <i />
            <i />
            <i />
          </span>
          {sentence()}
        </Show>
      </p>
      <p class="spoken" aria-live="polite">
        {spoken()}
      </p>
    </div>
  )
}
