import Reply from 'lucide-solid/icons/reply'
import type { Quote } from '../contract'
import './messageQuote.css'

/** The beginning of the message that another one replies to; choosing it goes there. */
export function MessageQuote(props: { quote: Quote; onJump: () => void }) {
  const name = () => props.quote.author.name || 'Somebody who left'
  return (
    <button
      type="button"
      class="message-quote"
      aria-label={`Reply to ${name()}: ${text(props.quote)}`}
      onClick={() => props.onJump()}
    >
      <Reply size={14} aria-hidden="true" />
      <bdi class="person-name" style={{ '--user': props.quote.author.colour }}>
        {name()}
      </bdi>
      <span class="ellipsis">{text(props.quote)}</span>
    </button>
  )
}

const text = (quote: Quote): string => quote.text || 'Message deleted'
