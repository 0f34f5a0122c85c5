// Where the marks of the relation chart stand. Hostile is up: tension rises and conflict counts upwards.

import type { Day, Quad, QuadCounts, Relation } from '../../lib/api'

export const TOP = 14
export const TENSION_HEIGHT = 190
export const BARS_TOP = TOP + TENSION_HEIGHT + 34
export const BARS_HEIGHT = 110
export const HEIGHT = BARS_TOP + BARS_HEIGHT + 26
export const LEFT = 34
export const RIGHT = 12

export interface Frame {
  from: number
  to: number
  width: number
}

const QUAD_ORDER: Quad[] = [
  'verbal_cooperation',
  'material_cooperation',
  'verbal_conflict',
  'material_conflict',
]

export function time(day: Day): number {
  return Date.parse(day)
}

/** The first to the last day of `relations`, over `width` pixels. */
export function frameOf(relations: readonly Relation[], width: number): Frame {
  const from = time(relations[0]?.period.start ?? '2000-01-01')
  const to = time(relations.at(-1)?.period.end ?? '2000-01-02') + 86_400_000
  return { from, to, width }
}

export function x(frame: Frame, at: number): number {
  const share = (at - frame.from) / (frame.to - frame.from)
  return LEFT + share * (frame.width - LEFT - RIGHT)
}

export function dayAt(frame: Frame, pixels: number): Day {
  const share = (pixels - LEFT) / (frame.width - LEFT - RIGHT)
  const within = Math.min(Math.max(share, 0), 1)
  return new Date(frame.from + within * (frame.to - frame.from - 1)).toISOString().slice(0, 10)
}

export function y(tension: number): number {
  return TOP + TENSION_HEIGHT * (1 - tension / 100)
}

export function middle(frame: Frame, { period }: Relation): number {
  return (x(frame, time(period.start)) + x(frame, time(period.end) + 86_400_000)) / 2
}

/** The line of tension, broken where nothing is known, and a dot for each period that is. */
export function tensionPaths(relations: readonly Relation[], frame: Frame): { line: string; dots: string } {
  let [line, dots, known] = ['', '', false]
  for (const relation of relations) {
    const { tension } = relation
    if (tension !== null) {
      const at = `${middle(frame, relation).toFixed(1)} ${y(tension).toFixed(1)}`
      line += `${known ? 'L' : 'M'}${at}`
      dots += `M${at}h0`
    }
    known = tension !== null
  }
  return { line, dots }
}

/** The thin bridges over the periods of which nothing is known. */
export function bridges(relations: readonly Relation[], frame: Frame): string {
  const known = relations
    .map((relation, at) => ({ relation, at }))
    .filter(({ relation }) => relation.tension !== null)
  let path = ''
  for (const [n, { relation, at }] of known.entries()) {
    const before = known[n - 1]
    if (!before || at - before.at < 2) continue
    path += `M${middle(frame, before.relation).toFixed(1)} ${y(before.relation.tension!).toFixed(1)}`
    path += `L${middle(frame, relation).toFixed(1)} ${y(relation.tension!).toFixed(1)}`
  }
  return path
}

export function highestCount(relations: readonly Relation[]): number {
  return relations.reduce((most, { quads }) => Math.max(most, quads[0] + quads[1], quads[2] + quads[3]), 1)
}

/** One path of bars per quad: conflict above the line, cooperation below it. */
export function barPaths(relations: readonly Relation[], frame: Frame): Record<Quad, string> {
  const unit = BARS_HEIGHT / 2 / highestCount(relations)
  const zero = BARS_TOP + BARS_HEIGHT / 2
  const paths = {
    verbal_cooperation: '',
    material_cooperation: '',
    verbal_conflict: '',
    material_conflict: '',
  }
  for (const { period, quads } of relations) {
    const start = x(frame, time(period.start))
    const room = x(frame, time(period.end) + 86_400_000) - start
    const wide = Math.max(1, Math.min(room - 2, 22))
    const left = start + (room - wide) / 2
    for (const quad of QUAD_ORDER) paths[quad] += bar(quads, quad, { zero, unit, left, wide })
  }
  return paths
}

interface Slot {
  zero: number
  unit: number
  left: number
  wide: number
}

function bar(quads: QuadCounts, quad: Quad, { zero, unit, left, wide }: Slot): string {
  const n = QUAD_ORDER.indexOf(quad)
  const count = quads[n as 0 | 1 | 2 | 3]
  if (!count) return ''
  // Deeds lie next to the line, words beyond them.
  const inner = n === 0 ? quads[1] : n === 2 ? quads[3] : 0
  const up = n >= 2 ? -1 : 1
  const from = zero + up * inner * unit + up
  return `M${left.toFixed(1)} ${from.toFixed(1)}h${wide.toFixed(1)}v${(up * count * unit).toFixed(1)}h${(-wide).toFixed(1)}z`
}

/** Firsts of years, or of months where years are too few, as marks of the time axis. */
export function ticks(frame: Frame): { at: number; text: string }[] {
  const months = (frame.to - frame.from) / 2_629_800_000
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((one) => months / one <= frame.width / 90) ?? 240
  const marks = []
  const day = new Date(frame.from)
  day.setUTCDate(1)
  day.setUTCMonth(Math.ceil(day.getUTCMonth() / Math.min(step, 12)) * Math.min(step, 12))
  for (; day.getTime() < frame.to; day.setUTCMonth(day.getUTCMonth() + step)) {
    if (day.getTime() < frame.from) continue
    marks.push({ at: x(frame, day.getTime()), text: tickText(day, step) })
  }
  return marks
}

function tickText(day: Date, step: number): string {
  if (step >= 12) return String(day.getUTCFullYear())
  const month = day.toLocaleDateString('en-GB', { month: 'short', timeZone: 'UTC' })
  return day.getUTCMonth() === 0 ? `${month} ${day.getUTCFullYear()}` : month
}
