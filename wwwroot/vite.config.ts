import { defineConfig } from 'vitest/config'
import solid from 'vite-plugin-solid'
import { buildId } from './build/buildId.ts'
import { emojiTable } from './build/emojiTable.ts'
import { trustedTemplates } from './build/trustedTemplates.ts'

// `npm run dev` beside a running front (see docs/development.md): the front sees the page's own address, so that its
// origin check holds here too.
const front = process.env.CHATMUX_FRONT ?? 'http://localhost:5080'

export default defineConfig({
  // The order of the last two matters: the build's name covers the list of templates.
  plugins: [emojiTable(), solid(), trustedTemplates(), buildId()],
  build: {
    // light-dark(), relative colours and nesting reach the browser as written: lowering them breaks the theme switch.
    target: ['chrome125', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      // As objects: with a plain text, vite would put the front's own address into Host.
      '/hub': { target: front, ws: true },
      '/api': { target: front },
      '/health': { target: front },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/testSetup.ts'],
    // For a busy machine; reached only by a test that fails.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    server: { deps: { inline: [/solid-js/, /@solidjs/, /@solid-primitives/, /solid-virtual/, /lucide-solid/] } },
  },
})
