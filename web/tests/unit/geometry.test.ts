import { describe, expect, it } from 'vitest'

import type { QuadCounts, Relation } from '../../src/lib/api'
import { barPaths, bridges, dayAt, frameOf, tensionPaths, x, time } from '../../src/views/relation/geometry'

function month(n: number, tension: number | null, quads: QuadCounts = [0, 0, 0, 0]): Relation {
  const start = `2025-0${n}-01`
  return {
    dyad: { actor_id: 'a', recipient_id: 'b' },
    period: { start, end: `2025-0${n}-28`, precision: 'month' },
    quads,
    goldstein: tension,
    tension,
    event_ids: [],
  }
}

const relations = [month(1, 40), month(2, null), month(3, 60), month(4, 55)]
const frame = frameOf(relations, 500)

describe('the relation chart', () => {
  it('breaks the line where nothing is known', () => {
    expect(tensionPaths(relations, frame).line.match(/[ML]/g)).toEqual(['M', 'M', 'L'])
  })

  it('bridges only what is unknown', () => {
    expect(bridges(relations, frame).match(/[ML]/g)).toEqual(['M', 'L'])
  })

  it('finds the day that was drawn', () => {
    expect(dayAt(frame, x(frame, time('2025-03-15')) + 0.1)).toBe('2025-03-15')
  })

  it('keeps to the days it has, however far one drags', () => {
    expect([dayAt(frame, -99), dayAt(frame, 9999)]).toEqual(['2025-01-01', '2025-04-28'])
  })

  it('draws bars only for what was counted', () => {
    const paths = barPaths([month(1, 40, [2, 0, 0, 1])], frame)
    expect(Object.values(paths).map((path) => path.length > 0)).toEqual([true, false, false, true])
  })

  it('draws twenty years of days in time', () => {
    const days = Array.from({ length: 7300 }, (_, n) => {
      const day = new Date(Date.UTC(2005, 0, 1 + n)).toISOString().slice(0, 10)
      return { ...month(1, n % 100, [1, 0, 2, 1]), period: { start: day, end: day, precision: 'day' } }
    })
    const began = performance.now()
    const long = frameOf(days, 900)
    tensionPaths(days, long)
    barPaths(days, long)
    expect(performance.now() - began).toBeLessThan(200)
  })
})
