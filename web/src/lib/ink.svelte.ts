// The colours of the theme for canvases, which know no style sheets.

import { theme } from './theme.svelte'

const NAMES = [
  'paper',
  'surface',
  'sunken',
  'land',
  'ink',
  'muted',
  'faint',
  'line',
  'line-strong',
  'accent',
  'material-cooperation',
  'material-conflict',
] as const

export type Ink = Record<(typeof NAMES)[number], string>

/** Reads the theme, so that a caller inside an effect runs again when it changes. */
export function ink(): Ink {
  void theme.dark
  const style = getComputedStyle(document.documentElement)
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Ink
}

/** `canvas` in device pixels, ready to draw on in page pixels. */
export function sharp(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = devicePixelRatio || 1
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
    canvas.width = width * ratio
    canvas.height = height * ratio
  }
  const context = canvas.getContext('2d')!
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  return context
}
