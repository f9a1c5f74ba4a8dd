import { For } from 'solid-js'
import { useChat } from '../chatContext'
import { type KeyNews, keyNewsText } from './keyNews'
import './actLine.css'

interface Props {
  news: readonly KeyNews[]
}

/** What the two did with their devices before a message: a line for each of them. */
export function KeyLines(props: Props) {
  const { directs, session } = useChat()
  const isOwn = (account: string) => account === session.me()?.id
  const name = (account: string) => (isOwn(account) ? 'You' : directs.profile(account)?.name || 'Somebody who left')
  return (
    <For each={props.news}>
      {(news) => (
        <p class="act-line">
          <span>
            <bdi class="act-name">{name(news.account)}</bdi> {keyNewsText(news, isOwn(news.account))}
          </span>
        </p>
      )}
    </For>
  )
}
