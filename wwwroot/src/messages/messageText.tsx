import { createMemo, For, Match, Show, Switch } from 'solid-js'
import type { Mention } from '../contract'
import { emojiTable, hasShortcode, isOnlyEmoji, loadEmoji, replaceShortcodes } from './emoji'
import { innerLink } from './links'
import { type Block, type Inline, parseMarkdown } from './markdown'
import { calls, splitMentions } from './mentions'
import './messageText.css'

interface Called {
  mentions: readonly Mention[]
  me: string | undefined
}

/** A message's Markdown as elements. No HTML string is made on the way, so there is nothing to sanitise. */
export function MessageText(props: { text: string } & Called) {
  const blocks = createMemo(() => parseMarkdown(props.text))
  const big = createMemo(() => isOnlyEmoji(withEmoji(props.text)))

  return (
    <div class="message-text" classList={{ big: big() }} dir="auto">
      <Blocks blocks={blocks()} mentions={props.mentions} me={props.me} />
    </div>
  )
}

function withEmoji(text: string): string {
  if (!hasShortcode(text)) return text
  const table = emojiTable()
  if (table !== undefined) return replaceShortcodes(text, table)
  void loadEmoji()
  return text
}

function Blocks(props: { blocks: Block[] } & Called) {
  return <For each={props.blocks}>{(block) => <BlockView block={block} mentions={props.mentions} me={props.me} />}</For>
}

function BlockView(props: { block: Block } & Called) {
  // A parsed block never changes: the switch is taken once.
  const block = props.block
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Inlines inlines={block.children} mentions={props.mentions} me={props.me} />
        </p>
      )
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      )
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.children} mentions={props.mentions} me={props.me} />
        </blockquote>
      )
    case 'list':
      return <ListView block={block} mentions={props.mentions} me={props.me} />
    case 'rule':
      return <hr />
  }
}

function ListView(props: { block: Extract<Block, { kind: 'list' }> } & Called) {
  const items = () => (
    <For each={props.block.items}>
      {(item) => (
        <li>
          <Blocks blocks={item} mentions={props.mentions} me={props.me} />
        </li>
      )}
    </For>
  )
  return (
    <Switch fallback={<ul>{items()}</ul>}>
      <Match when={props.block.start !== undefined}>
        <ol start={props.block.start}>{items()}</ol>
      </Match>
    </Switch>
  )
}

// The browser tells only of another address, and whoever follows a link a second time has scrolled away meanwhile.
function followAgain(event: MouseEvent & { currentTarget: HTMLAnchorElement }) {
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey
  if (!elsewhere && event.currentTarget.hash === location.hash) window.dispatchEvent(new HashChangeEvent('hashchange'))
}

function Inlines(props: { inlines: Inline[] } & Called) {
  return (
    <For each={props.inlines}>{(inline) => <InlineView inline={inline} mentions={props.mentions} me={props.me} />}</For>
  )
}

/** Text in which the names that call somebody stand out, the reader's own most. */
function CallingText(props: { text: string } & Called) {
  return (
    <For each={splitMentions(props.text, props.mentions)}>
      {({ text, mention }) => (
        <Show when={mention} fallback={withEmoji(text)}>
          {(named) => (
            <span class="mention" classList={{ own: calls([named()], props.me) }}>
              {text}
            </span>
          )}
        </Show>
      )}
    </For>
  )
}

function InlineView(props: { inline: Inline } & Called) {
  const inline = props.inline
  switch (inline.kind) {
    case 'text':
      return <CallingText text={inline.text} mentions={props.mentions} me={props.me} />
    case 'code':
      return <code>{inline.text}</code>
    case 'break':
      return <br />
    case 'strong':
      return (
        <strong>
          <Inlines inlines={inline.children} mentions={props.mentions} me={props.me} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <Inlines inlines={inline.children} mentions={props.mentions} me={props.me} />
        </em>
      )
    case 'del':
      return (
        <del>
          <Inlines inlines={inline.children} mentions={props.mentions} me={props.me} />
        </del>
      )
    case 'link':
      return innerLink(inline.href) ? (
        <a href={innerLink(inline.href)} onClick={followAgain}>
          <Inlines inlines={inline.children} mentions={props.mentions} me={props.me} />
        </a>
      ) : (
        <a href={inline.href} title={inline.href} target="_blank" rel="noopener noreferrer nofollow">
          <Inlines inlines={inline.children} mentions={props.mentions} me={props.me} />
        </a>
      )
  }
}
