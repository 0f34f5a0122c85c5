import { expect, it } from 'vitest'

import type { Event, Judgement } from '../../src/lib/api'
import { others, pairs } from '../../src/views/judging/pairs'

function event(id: string, day: string | null, actor = 'Q1', type = 'CONSULT'): Event {
  const when = day ? { start: day, end: day, precision: 'day' } : null
  const rest = {
    mode: null,
    contexts: [],
    recipient_ids: [],
    place_id: null,
    goldstein: 1,
    claim_ids: [],
    origin_ids: [],
  }
  return { ...rest, id, type, when, actor_ids: [actor], factuality: 'happened', modality: 'actual' }
}

const judged = (left: string, right: string, withdrawn: string | null = null): Judgement => ({
  id: 'j',
  left,
  right,
  verdict: 'same',
  by: 'me',
  at: '2025-01-01T00:00:00Z',
  why: null,
  withdrawn,
})

const near = [event('a', '2025-01-01'), event('b', '2025-01-02')]

it.each([
  ['near days', near, [], 1],
  ['far days', [event('a', '2025-01-01'), event('b', '2025-02-01')], [], 0],
  ['another type', [event('a', '2025-01-01'), event('b', '2025-01-01', 'Q1', 'ASSAULT')], [], 0],
  ['nobody in common', [event('a', '2025-01-01'), event('b', '2025-01-01', 'Q2')], [], 0],
  ['a day that is not known', [event('a', '2025-01-01'), event('b', null)], [], 0],
  ['judged already', near, [judged('b', 'a')], 0],
  ['judged and withdrawn', near, [judged('b', 'a', '2025-01-02T00:00:00Z')], 1],
])('%s', (_, events, judgements, count) => {
  expect(pairs(events, judgements)).toHaveLength(count)
})

it('others are those with a party in common, the nearest in time first, undated last', () => {
  const asked = event('e0', '2025-03-10')
  const undated = event('e3', null)
  const stranger = event('e4', '2025-03-10', 'Q9')
  const held = [undated, event('e2', '2025-03-01'), stranger, asked, event('e1', '2025-03-11')]
  expect(others(asked, held).map(({ id }) => id)).toEqual(['e1', 'e2', 'e3'])
  expect(others(asked, held, 1)).toHaveLength(1)
})
