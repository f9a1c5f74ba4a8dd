import { Lexer, type Token, type Tokens } from 'marked'
import { secureLink } from './links'

export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'em' | 'del'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'break' }

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; start: number | undefined; items: Block[][] }
  | { kind: 'rule' }

const deepest = 6
const remembered = 500
const parsed = new Map<string, Block[]>()

/** A message's text as what to show. Nothing in it is HTML; whatever cannot be shown as meant is shown as written. */
export function parseMarkdown(text: string): Block[] {
  const known = parsed.get(text)
  if (known !== undefined) return known
  if (parsed.size >= remembered) parsed.clear()
  const result = parse(text)
  parsed.set(text, result)
  return result
}

function parse(text: string): Block[] {
  const asWritten: Block[] = [{ kind: 'paragraph', children: [{ kind: 'text', text }] }]
  if (nestsTooDeep(text)) return asWritten
  try {
    const result = blocks(new Lexer({ gfm: true, breaks: true }).lex(text), 0)
    return result.some(isVisible) ? result : asWritten
  } catch {
    return asWritten
  }
}

/** Long runs of opening marks take the lexer quadratic time or all of the stack, and nobody means them as marks. */
function nestsTooDeep(text: string): boolean {
  return /^(?:[ \t]*(?:>|[-+*]|\d+[.)])[ \t]*){12}/m.test(text) || /[[!]{40}|[*_~]{60}/.test(text)
}

function blocks(tokens: Token[], depth: number): Block[] {
  return tokens.flatMap((token) => block(token, depth))
}

function block(token: Token, depth: number): Block[] {
  const paragraph = (children: Inline[]): Block[] => [{ kind: 'paragraph', children }]
  const asWritten = () => paragraph([{ kind: 'text', text: token.raw.replace(/\n+$/, '') }])
  if (depth > deepest) return asWritten()
  switch (token.type) {
    case 'space':
      return []
    case 'paragraph':
    case 'text':
      return paragraph(inlines(token.tokens ?? [token], depth))
    case 'heading':
      return paragraph([{ kind: 'strong', children: inlines(token.tokens ?? [], depth) }])
    case 'code':
      return [{ kind: 'code', text: (token as Tokens.Code).text }]
    case 'blockquote':
      return [{ kind: 'quote', children: blocks(token.tokens ?? [], depth + 1) }]
    case 'list':
      return [list(token as Tokens.List, depth)]
    case 'hr':
      return [{ kind: 'rule' }]
    default:
      return asWritten()
  }
}

function list({ ordered, start, items }: Tokens.List, depth: number): Block {
  return {
    kind: 'list',
    start: ordered ? Number(start) : undefined,
    items: items.map((item) => blocks(item.tokens, depth + 1)),
  }
}

function inlines(tokens: Token[], depth: number, insideLink = false): Inline[] {
  return tokens.map((token) => inline(token, depth, insideLink))
}

function inline(token: Token, depth: number, insideLink: boolean): Inline {
  const asWritten: Inline = { kind: 'text', text: token.raw }
  if (depth > deepest * 2) return asWritten
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return { kind: token.type, children: inlines(token.tokens ?? [], depth + 1, insideLink) }
    case 'codespan':
      return { kind: 'code', text: (token as Tokens.Codespan).text }
    case 'br':
      return { kind: 'break' }
    case 'escape':
      return { kind: 'text', text: (token as Tokens.Escape).text }
    case 'link':
    case 'image':
      return link(token as Tokens.Link | Tokens.Image, depth, insideLink) ?? asWritten
    default:
      return asWritten
  }
}

function link(token: Tokens.Link | Tokens.Image, depth: number, insideLink: boolean): Inline | undefined {
  const href = insideLink ? undefined : secureLink(token.href)
  if (href === undefined) return undefined
  const children: Inline[] =
    token.type === 'link' ? inlines(token.tokens, depth + 1, true) : [{ kind: 'text', text: token.text }]
  const shown = children.some((child) => plainText(child).trim() !== '')
  return { kind: 'link', href, children: shown ? children : [{ kind: 'text', text: href }] }
}

/** What remains of an inline when it is only read. */
export function plainText(inline: Inline): string {
  if ('text' in inline) return inline.text
  return 'children' in inline ? inline.children.map(plainText).join('') : '\n'
}

function isVisible(block: Block): boolean {
  switch (block.kind) {
    case 'paragraph':
      return block.children.some((child) => plainText(child).trim() !== '')
    case 'quote':
      return block.children.some(isVisible)
    case 'list':
      return block.items.some((item) => item.some(isVisible))
    case 'code':
      return block.text.trim() !== ''
    case 'rule':
      return true
  }
}

/** What remains of blocks when they are only read, on one line. */
export function plainBlocks(blocks: readonly Block[]): string {
  const text = (block: Block): string => {
    switch (block.kind) {
      case 'paragraph':
        return block.children.map(plainText).join('')
      case 'code':
        return block.text
      case 'quote':
        return plainBlocks(block.children)
      case 'list':
        return block.items.map(plainBlocks).join(' ')
      case 'rule':
        return ''
    }
  }
  return blocks.map(text).join(' ').replaceAll(/\s+/g, ' ').trim()
}
