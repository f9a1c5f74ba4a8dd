import { Show } from 'solid-js'
import { useChat } from '../../chatContext'
import { JoiningSteps } from './joiningSteps'
import { Recovering } from './recovering'
import { StartingOver, StartOver } from './startOver'
import './addThisBrowser.css'

/** The ways in which a browser that cannot read its owner's messages becomes one of their devices. One that was begun has all the place. */
export function AddThisBrowser() {
  const { devices } = useChat()
  const isIdle = () => devices.joining().kind === 'idle'
  return (
    <div class="ways">
      <Show when={isIdle() && devices.startsOverAt()}>{(at) => <StartingOver at={at()} />}</Show>
      <JoiningSteps />
      <Show when={isIdle()}>
        <Recovering />
        <Show when={devices.startsOverAt() === undefined}>
          <StartOver />
        </Show>
      </Show>
    </div>
  )
}
