import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Plugin } from 'vite'

/** What the build carries of others: fonts, outlines of countries (Natural Earth's, public domain), code. */
const CARRIED = [
  '@fontsource-variable/inter',
  '@fontsource-variable/source-serif-4',
  'd3-geo',
  'svelte',
  'topojson-client',
  'world-atlas',
]

/** Puts the licence of each into static/licences.txt; the build fails where one is missing. */
export function licences(): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: CARRIED.map(licence).join('\n\n') })
    },
  }
}

function licence(name: string): string {
  const file = ['LICENSE', 'LICENSE.md'].map((one) => join('node_modules', name, one)).find(existsSync)
  if (!file) throw new Error(`${name} has no licence file: it cannot be carried`)
  return `=== ${name}\n\n${readFileSync(file, 'utf8').trim()}\n`
}
