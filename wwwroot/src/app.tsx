import { Match, Switch } from 'solid-js'
import type { Chat } from './chat'
import { ChatProvider } from './chatContext'
import { Frame } from './frame'
import { EntryPage } from './sessions/entryPage'
import { Loading, Unreachable } from './sessions/waitingRoom'

/** What this browser sees depends on its session alone. */
export function App(props: { chat: Chat }) {
  return (
    <ChatProvider value={props.chat}>
      <Switch fallback={<Loading />}>
        <Match when={props.chat.session.status() === 'unreachable'}>
          <Unreachable />
        </Match>
        <Match when={props.chat.session.status() === 'out'}>
          <EntryPage />
        </Match>
        <Match when={props.chat.session.status() === 'in'}>
          <Frame />
        </Match>
      </Switch>
    </ChatProvider>
  )
}
