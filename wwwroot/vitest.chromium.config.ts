import { existsSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

// Cryptography is the browser's own: what holds in node is asked again where people are (`npm run test:chromium`).
const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync)

export default defineConfig({
  server: { fs: { allow: ['..'] } },
  // Found only while the tests run, they would have the page load anew in the middle of one.
  optimizeDeps: { include: ['@hpke/core', 'fast-check', 'idb', 'solid-js'], exclude: ['fake-indexeddb'] },
  test: {
    include: ['src/keys/**/*.test.ts', 'src/messages/{directChat,maliciousServer,sealedTexts}.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] } }),
      instances: [{ browser: 'chromium' }],
    },
  },
})
