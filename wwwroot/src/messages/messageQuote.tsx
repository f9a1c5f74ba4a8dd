import Reply from 'lucide-solid/icons/reply'
import { useChat } from '../chatContext'
import type { Quote } from '../contract'
import './messageQuote.css'

/** The beginning of the message that another one replies to; choosing it goes there. */
export function MessageQuote(props: { quote: Quote; onJump: () => void }) {
  const { friends } = useChat()
  const hidden = () => friends.blocked(props.quote.author.id)
  const name = () => (hidden() ? 'Somebody you blocked' : props.quote.author.name || 'Somebody who left')
  const begins = () => (hidden() ? 'Hidden message' : text(props.quote))
  return (
    <button
      type="button"
      class="message-quote"
      aria-label={`Reply to ${name()}: ${begins()}`}
      onClick={() => props.onJump()}
    >
      <Reply size={14} aria-hidden="true" />
      <bdi class="person-name" style={{ '--user': props.quote.author.colour }}>
        {name()}
      </bdi>
      <span class="ellipsis">{begins()}</span>
    </button>
  )
}

const text = (quote: Quote): string => quote.text || 'Message deleted'
