// Pictures for the docs: few colours, so that the repository stays small.
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import UPNG from 'upng-js'

const FOLDER = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url))
const COLOURS = 96

export async function picture(page, name) {
  const taken = UPNG.decode(await page.screenshot({ animations: 'disabled' }))
  const packed = UPNG.encode(UPNG.toRGBA8(taken), taken.width, taken.height, COLOURS)
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(`${FOLDER}desk-${name}.png`, Buffer.from(packed))
}
