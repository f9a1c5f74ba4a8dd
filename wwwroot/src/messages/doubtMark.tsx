import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import type { Doubt } from './directsView'
import { doubtWords } from './doubts'
import './doubtMark.css'

interface Props {
  doubt: Doubt
  /** Who wrote the message; undefined for oneself. */
  by: string | undefined
  /** Whether it stands above the message, and not in it. */
  above?: boolean
}

/** That a message may not be what it seems. */
export function DoubtMark(props: Props) {
  const words = () => doubtWords(props.doubt, props.by)
  return (
    <p class="doubt" classList={{ above: props.above ?? false }} title={words().title}>
      <TriangleAlert size={14} aria-hidden="true" />
      <span>
        {words().text}
        <span class="spoken"> {words().title}</span>
      </span>
    </p>
  )
}
