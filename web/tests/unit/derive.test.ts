import { expect, it } from 'vitest'

import { derive } from '../../src/views/event/derive'

const origin = (rewrites: string[], reasons: string[]) => ({
  id: 'org-1',
  document_ids: ['doc-a', 'doc-b', 'doc-c'],
  rewrites,
  reasons,
})

it('puts rewrites under what they go back to', () => {
  const derived = derive(
    origin(['doc-b', 'doc-c'], ['doc-b is a near copy of doc-a (88 %)', 'doc-c credits Wire (doc-b): words']),
  )
  expect(derived.map(({ document, depth }) => [document.id, depth])).toEqual([
    ['doc-a', 0],
    ['doc-b', 1],
    ['doc-c', 2],
  ])
  expect(derived[1]!.why).toBe('is a near copy of (88 %)')
})

it('loses no document when reasons go in a circle', () => {
  const derived = derive(origin(['doc-a', 'doc-b', 'doc-c'], ['doc-a cites doc-b', 'doc-b cites doc-a']))
  expect(derived.map(({ document }) => document.id).sort()).toEqual(['doc-a', 'doc-b', 'doc-c'])
})
