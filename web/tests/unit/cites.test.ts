import { expect, it } from 'vitest'

import { doorOf } from '../../src/lib/cites'

const month = {
  actor: 'Q159',
  recipient: 'Q227',
  symmetric: 'true',
  since: '2024-02-01',
  until: '2024-02-29',
}
const time = { ...month, since: '2024-08-01', until: '2025-10-31' }

it.each([
  ['evt-1', 'events/evt-1', {}],
  ['doc-1', 'documents/doc-1', {}],
  ['clm-1', 'claims/clm-1', { event: 'evt-9' }],
  ['fnd-2', 'documents/doc-2', {}],
  ['rel:Q159:Q227:2024-02', 'relation', month],
  ['rel:Q159:Q227:2024-08-01/2025-10-31', 'relation', time],
  ['move:rel:Q159:Q227:2024-02', 'relation', month],
  ['turn:Q159:Q227:2024-02-11', 'relation', { ...month, since: undefined, until: undefined }],
  ['change:evt-3:2024-02-01/2024-02-09', 'events/evt-3', {}],
  [
    'dealt:Q227:2024-08-01/2025-10-31',
    'events',
    { actor: 'Q227', recipient: null, since: time.since, until: time.until },
  ],
  [
    'dealt:region:145:2024-08-01/2025-10-31',
    'events',
    { actor: null, recipient: null, since: time.since, until: time.until },
  ],
  ['issue:Q159:Q227:police', 'documents', { words: 'police' }],
  ['icews:7', 'events/icews%3A7', {}],
])('%s is found at %s', (id, path, changes) => {
  expect(doorOf(id, ['fnd-1', id, 'evt-9', 'doc-1', 'doc-2'])).toEqual({ path, changes })
})
