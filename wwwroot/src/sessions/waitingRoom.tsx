import { createSignal } from 'solid-js'
import { useChat } from '../chatContext'
import { Mark } from '../ui/mark'
import './entry.css'

export function Loading() {
  return (
    <main class="entry">
      <div class="entry-waiting late" role="status">
        <Mark size={48} />
        <p>Opening ChatMux…</p>
      </div>
    </main>
  )
}

export function Unreachable() {
  const { session } = useChat()
  const [asking, setAsking] = createSignal(false)
  const askAgain = async () => {
    setAsking(true)
    await session.reload()
    setAsking(false)
  }

  return (
    <main class="entry">
      <div class="entry-waiting">
        <Mark size={48} />
        <h1>The server does not answer</h1>
        <p>It may be starting, or your network may be down. This page keeps trying by itself.</p>
        <button type="button" class="button" disabled={asking()} onClick={() => void askAgain()}>
          Try now
        </button>
      </div>
    </main>
  )
}
