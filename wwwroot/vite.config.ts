import { defineConfig } from 'vitest/config'
import solid from 'vite-plugin-solid'
import { emojiTable } from './build/emojiTable.ts'

export default defineConfig({
  plugins: [emojiTable(), solid()],
  build: {
    // light-dark(), relative colours and nesting reach the browser as written: lowering them breaks the theme switch.
    target: ['chrome125', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/testSetup.ts'],
    server: { deps: { inline: [/solid-js/, /@solidjs/, /lucide-solid/] } },
  },
})
