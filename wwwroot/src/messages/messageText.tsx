import { createMemo, For, Match, Switch } from 'solid-js'
import { emojiTable, hasShortcode, isOnlyEmoji, loadEmoji, replaceShortcodes } from './emoji'
import { innerLink } from './links'
import { type Block, type Inline, parseMarkdown } from './markdown'
import './messageText.css'

/** A message's Markdown as elements. No HTML string is made on the way, so there is nothing to sanitise. */
export function MessageText(props: { text: string }) {
  const blocks = createMemo(() => parseMarkdown(props.text))
  const big = createMemo(() => isOnlyEmoji(withEmoji(props.text)))

  return (
    <div class="message-text" classList={{ big: big() }} dir="auto">
      <Blocks blocks={blocks()} />
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

function Blocks(props: { blocks: Block[] }) {
  return <For each={props.blocks}>{(block) => <BlockView block={block} />}</For>
}

function BlockView(props: { block: Block }) {
  // A parsed block never changes: the switch is taken once.
  const block = props.block
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Inlines inlines={block.children} />
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
          <Blocks blocks={block.children} />
        </blockquote>
      )
    case 'list':
      return <ListView block={block} />
    case 'rule':
      return <hr />
  }
}

function ListView(props: { block: Extract<Block, { kind: 'list' }> }) {
  const items = () => (
    <For each={props.block.items}>
      {(item) => (
        <li>
          <Blocks blocks={item} />
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

function Inlines(props: { inlines: Inline[] }) {
  return <For each={props.inlines}>{(inline) => <InlineView inline={inline} />}</For>
}

function InlineView(props: { inline: Inline }) {
  const inline = props.inline
  switch (inline.kind) {
    case 'text':
      return <>{withEmoji(inline.text)}</>
    case 'code':
      return <code>{inline.text}</code>
    case 'break':
      return <br />
    case 'strong':
      return (
        <strong>
          <Inlines inlines={inline.children} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <Inlines inlines={inline.children} />
        </em>
      )
    case 'del':
      return (
        <del>
          <Inlines inlines={inline.children} />
        </del>
      )
    case 'link':
      return innerLink(inline.href) ? (
        <a href={innerLink(inline.href)}>
          <Inlines inlines={inline.children} />
        </a>
      ) : (
        <a href={inline.href} title={inline.href} target="_blank" rel="noopener noreferrer nofollow">
          <Inlines inlines={inline.children} />
        </a>
      )
  }
}
