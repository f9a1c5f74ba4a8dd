import { createContext, useContext } from 'solid-js'
import type { Chat } from './chat'

const ChatContext = createContext<Chat>()

export const ChatProvider = ChatContext.Provider

export function useChat(): Chat {
  const chat = useContext(ChatContext)
  if (chat === undefined) throw new Error('rendered outside ChatProvider')
  return chat
}
