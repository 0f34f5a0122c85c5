// Words for people where the data have names for machines.

import type { Quad } from './api'

export const QUADS: readonly { quad: Quad; title: string; short: string }[] = [
  { quad: 'verbal_cooperation', title: 'Verbal cooperation', short: 'words of cooperation' },
  { quad: 'material_cooperation', title: 'Material cooperation', short: 'acts of cooperation' },
  { quad: 'verbal_conflict', title: 'Verbal conflict', short: 'words of conflict' },
  { quad: 'material_conflict', title: 'Material conflict', short: 'acts of conflict' },
]

/** "ASSAULT" → "Assault". */
export function typeTitle(type: string): string {
  return type.charAt(0).toUpperCase() + type.slice(1).toLowerCase().replaceAll('_', ' ')
}

export function modeText(mode: string | null): string {
  return mode ? mode.replaceAll('-', ' ').replaceAll('_', ' ') : ''
}

/** A figure with its sign and a true minus: "−5.2". */
export function signed(figure: number): string {
  return figure < 0 ? `−${Math.abs(figure).toFixed(1)}` : figure.toFixed(1)
}

export function percent(share: number): string {
  if (share > 0 && share < 0.01) return '<1 %'
  return `${Math.round(share * 100)} %`
}

/** The words of ICD 203 for a probability. */
export function likelihood(probability: number): string {
  const steps: [number, string][] = [
    [0.05, 'almost no chance'],
    [0.2, 'very unlikely'],
    [0.45, 'unlikely'],
    [0.55, 'roughly even chance'],
    [0.8, 'likely'],
    [0.95, 'very likely'],
  ]
  return steps.find(([limit]) => probability < limit)?.[1] ?? 'almost certain'
}

export function number(count: number): string {
  return count.toLocaleString('en-GB').replaceAll(',', ' ')
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`
}
