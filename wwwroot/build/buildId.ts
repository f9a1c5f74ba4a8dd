import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

/** A file of the build, as far as its name and content go. */
export type Emitted = { fileName: string } & (
  { type: 'chunk'; code: string } | { type: 'asset'; source: string | Uint8Array }
)

/**
 * Names the build: `<meta name="chatmux-build">` in index.html holds a hash over all emitted files. The front reads it
 * there, tells browsers, and a browser that runs another build offers to reload. The development server writes no name.
 */
export function buildId(): Plugin {
  return {
    name: 'chatmux-build-id',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const page = bundle['index.html']
        if (page?.type === 'asset') page.source = withBuildId(String(page.source), hashOf(Object.values(bundle)))
      },
    },
  }
}

export function hashOf(files: readonly Emitted[]): string {
  const hash = createHash('sha256')
  for (const file of [...files].sort((a, b) => (a.fileName < b.fileName ? -1 : 1)))
    hash
      .update(file.fileName)
      .update('\0')
      .update(file.type === 'chunk' ? file.code : file.source)
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}

export const withBuildId = (html: string, id: string) =>
  html.replace('</head>', `  <meta name="chatmux-build" content="${id}">\n</head>`)
