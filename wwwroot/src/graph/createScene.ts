import { createMemo } from 'solid-js'
import { useChat } from '../chatContext'
import { keepSame, type Scene, sceneOf } from './scene'

/** The scene as the stores have it now. `open`: the room that is open in this tab. */
export function createScene(open: () => string | undefined) {
  const { friends, inbox, lobby, presence, session } = useChat()
  return createMemo<Scene>((before) =>
    keepSame(
      before,
      sceneOf({
        here: lobby.people(),
        rooms: lobby.rooms(),
        roomOf: lobby.roomOf,
        find: friends.find,
        joined: inbox.conversations(),
        me: session.me(),
        invisible: presence.availability() === 'invisible',
        connections: presence.others(),
        open: open(),
      }),
    ),
  )
}
