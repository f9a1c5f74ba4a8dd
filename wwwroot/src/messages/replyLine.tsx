import X from 'lucide-solid/icons/x'
import type { Quote } from '../contract'
import './replyLine.css'

/** Above the box: what the message that is being written replies to. */
export function ReplyLine(props: { quote: Quote; onCancel: () => void }) {
  return (
    <div class="reply-line">
      <span class="ellipsis">
        Replying to{' '}
        <bdi class="person-name" style={{ '--user': props.quote.author.colour }}>
          {props.quote.author.name || 'somebody who left'}
        </bdi>
        <span class="reply-line-text"> {props.quote.text}</span>
      </span>
      <button type="button" class="icon-button small" aria-label="Do not reply" onClick={() => props.onCancel()}>
        <X size={16} aria-hidden="true" />
      </button>
    </div>
  )
}
