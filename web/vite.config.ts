import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

import { digest } from './build/digest.ts'
import { licences } from './build/licences.ts'

const api = process.env.DETENTE_API ?? 'http://127.0.0.1:8461'

export default defineConfig({
  base: './',
  plugins: [svelte(), licences(), digest()],
  // The server takes changes only from its own page; while developing, this is that page.
  server: { proxy: { '/v1': { target: api, changeOrigin: true, headers: { origin: api } } } },
  build: {
    outDir: '../src/detente/serve/static',
    emptyOutDir: true,
    // The page is served with `default-src 'self'`: nothing may become a data: address or an inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
  },
  test: { include: ['tests/unit/**/*.test.ts'] },
})
