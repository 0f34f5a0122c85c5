import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Plugin } from 'vite'

const FILES = ['index.html', 'package-lock.json', 'vite.config.ts']

/** Writes static/digest.txt, by which tests/serve/test_static.py sees a stale build. */
export function digest(): Plugin {
  let out = ''
  return {
    name: 'digest',
    apply: 'build',
    configResolved(config) {
      out = config.build.outDir
    },
    closeBundle() {
      writeFileSync(join(out, 'digest.txt'), digestOf('.') + '\n')
    },
  }
}

function digestOf(root: string): string {
  const hash = createHash('sha256')
  for (const file of [...FILES, ...sources(root)].sort())
    hash.update(file + '\0').update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function sources(root: string): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
}
