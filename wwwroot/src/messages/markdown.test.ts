import { describe, expect, test } from 'vitest'
import { type Block, type Inline, parseMarkdown, plainText } from './markdown'

const inlines = (text: string): Inline[] => {
  const [first] = parseMarkdown(text)
  return first?.kind === 'paragraph' ? first.children : []
}
const text = (written: string): Inline => ({ kind: 'text', text: written })

describe('what Markdown becomes', () => {
  test('bold, italic, strikethrough and code', () => {
    expect(inlines('**a** *b* ~~c~~ `d`')).toEqual([
      { kind: 'strong', children: [text('a')] },
      text(' '),
      { kind: 'em', children: [text('b')] },
      text(' '),
      { kind: 'del', children: [text('c')] },
      text(' '),
      { kind: 'code', text: 'd' },
    ])
  })

  test('a line break is a line break', () => {
    expect(inlines('a\nb')).toEqual([text('a'), { kind: 'break' }, text('b')])
  })

  test('code keeps what is in it', () => {
    expect(parseMarkdown('```js\n<b>**x**</b>\n```')).toEqual([{ kind: 'code', text: '<b>**x**</b>' }])
  })

  test('quotes and lists nest', () => {
    expect(parseMarkdown('> - a\n>   1. b')).toMatchObject([
      { kind: 'quote', children: [{ kind: 'list', start: undefined, items: [[{}, { kind: 'list', start: 1 }]] }] },
    ])
  })

  test('a heading is bold text, an image a link', () => {
    expect(inlines('# Title')).toEqual([{ kind: 'strong', children: [text('Title')] }])
    expect(inlines('![cat](https://x.org/c.png)')).toEqual([
      { kind: 'link', href: 'https://x.org/c.png', children: [text('cat')] },
    ])
  })

  test('an https address becomes a link', () => {
    expect(inlines('see https://example.org/a.')).toEqual([
      text('see '),
      { kind: 'link', href: 'https://example.org/a', children: [text('https://example.org/a')] },
      text('.'),
    ])
  })
})

describe('what is shown as it was written', () => {
  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java&#115;cript:alert(1))',
    '[x](data:text/html,hi)',
    '[x](vbscript:x)',
    '[x](//example.org)',
    '[x](/relative)',
    '![x](http://example.org/x.png)',
    'http://example.org',
    'www.example.org',
    'mail me at a@example.org',
    '[bank](https://bank.example@evil.example)',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="https://example.org">x</a>',
    'a <b>b</b> c',
    '<!-- hidden -->',
    '&lt;b&gt; &amp;',
  ])('%s', (written) => {
    expect(inlines(written).map(plainText).join('')).toBe(written)
    expect(links(parseMarkdown(written))).toEqual([])
  })

  test.each(['#', '> ', '-', '[id]: https://example.org', '| a | b |\n|---|---|\n| 1 | 2 |'])(
    'text that would leave nothing to see, or that has no element here: %j',
    (written) => {
      expect(inlines(written).map(plainText).join('').trim()).toBe(written.trim())
    },
  )
})

describe('hostile text', () => {
  const longest = 4_000
  const fill = (part: string) => part.repeat(Math.ceil(longest / part.length)).slice(0, longest)

  test.each(
    [
      '>',
      '> ',
      '- ',
      '1. ',
      '[',
      '![',
      '](',
      '*',
      '_',
      '**a',
      '*a_ ',
      '~',
      '`',
      '`a``',
      '<',
      '<a ',
      '&#',
      '\\',
      '|',
      '|-',
    ].concat(
      [
        '#',
        '(',
        '[a](',
        '[a][',
        '\t',
        '> - ',
        '- > ',
        '*a **b ',
        '<!--',
        'https://a.',
        'a@b.',
        '\n>',
        '\n- ',
        '\u0000',
        ':',
        '\u202e',
      ],
      [' '.repeat(50) + 'x\n', '- \n  '.repeat(3), '[^', '***a', '~~a ', '```\n'],
    ),
    // What takes time that grows with its square or worse runs into the runner's limit.
  )('%j over and over is parsed', (part) => {
    const blocks = parseMarkdown(fill(part))
    expect(deepness(blocks)).toBeLessThan(40)
  })

  test('a quote nested deeper than anyone reads ends as text', () => {
    const blocks = parseMarkdown('>'.repeat(11) + ' end')
    expect(deepness(blocks)).toBeLessThan(12)
  })
})

test('the same text is parsed once', () => {
  expect(parseMarkdown('**once**')).toBe(parseMarkdown('**once**'))
})

type Node = Block | Inline | Block[]

function childrenOf(node: Node): Node[] {
  if (Array.isArray(node)) return node
  if ('children' in node) return node.children
  return 'items' in node ? node.items : []
}

function deepness(node: Node): number {
  return 1 + Math.max(0, ...childrenOf(node).map(deepness))
}

function links(node: Node): string[] {
  const own = 'kind' in node && node.kind === 'link' ? [node.href] : []
  return [...own, ...childrenOf(node).flatMap(links)]
}
