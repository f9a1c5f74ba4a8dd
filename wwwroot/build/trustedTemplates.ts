import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

/**
 * Under enforced Trusted Types the browser refuses every HTML string, Solid's templates too. This plugin collects the
 * templates that the build has compiled and emits a script with a default policy that lets exactly those pass. Only for
 * production builds: the development server has no such policy.
 */
export function trustedTemplates(): Plugin {
  const templates = new Set<string>()
  return {
    name: 'chatmux-trusted-templates',
    apply: 'build',
    enforce: 'post',
    transform(code) {
      if (code.includes('solid-js/web')) for (const html of templatesOf(this.parse(code))) templates.add(html)
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const page = bundle['index.html']
        if (page?.type !== 'asset') return
        const source = policy([...templates].sort())
        const fileName = `assets/templates-${createHash('sha256').update(source).digest('base64url').slice(0, 8)}.js`
        this.emitFile({ type: 'asset', fileName, source })
        page.source = withScript(String(page.source), `/${fileName}`)
      },
    },
  }
}

/** A classic script runs before every module, so the policy is there before the first template. */
export const withScript = (html: string, src: string) =>
  html.replace(/<script\b|<\/head>/, (found) => `<script src="${src}"></script>\n  ${found}`)

/** The script itself. What is not in the list is refused: null makes the browser throw. */
export const policy = (templates: readonly string[]) => `{
  const templates = new Set(${JSON.stringify(templates)})
  globalThis.trustedTypes?.createPolicy('default', { createHTML: (html) => (templates.has(html) ? html : null) })
}
`

type Node = { type: string; [key: string]: unknown }

/** The first arguments of all calls of `template`, as imported from solid-js/web, in a compiled module. */
export function templatesOf(program: unknown): string[] {
  const names = new Set<string>()
  const found: string[] = []
  visit(program, (node) => {
    if (node.type === 'ImportDeclaration' && (node.source as { value: string }).value === 'solid-js/web')
      for (const { imported, local } of node.specifiers as { imported?: { name: string }; local: { name: string } }[])
        if (imported?.name === 'template') names.add(local.name)
  })
  visit(program, (node) => {
    if (node.type !== 'CallExpression' || !names.has((node.callee as { name?: string }).name ?? '')) return
    const html = text((node.arguments as Node[])[0])
    if (html === undefined) throw new Error('A template that is not a constant text cannot be listed.')
    if (/<[^>]*\sstyle=/.test(html))
      throw new Error(`The content security policy refuses inline styles, use a class: ${html}`)
    found.push(html)
  })
  return found
}

function text(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  const quasis = node?.type === 'TemplateLiteral' ? (node.quasis as { value: { cooked: string } }[]) : []
  return quasis.length === 1 ? quasis[0]!.value.cooked : undefined
}

function visit(node: unknown, see: (node: Node) => void) {
  if (Array.isArray(node)) for (const child of node) visit(child, see)
  else if (typeof node === 'object' && node !== null) {
    if (typeof (node as Node).type === 'string') see(node as Node)
    for (const child of Object.values(node)) visit(child, see)
  }
}
