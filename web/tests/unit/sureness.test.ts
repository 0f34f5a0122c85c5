import { describe, expect, it } from 'vitest'

import type { Factuality, Modality } from '../../src/lib/api'
import { counts, footing } from '../../src/lib/sureness'

// Only what a source asserts without reserve, now or before, counts; a plan never does.
const CASES: [Factuality, Modality, string, boolean][] = [
  ['happened', 'actual', 'happened', true],
  ['happened', 'background', 'happened', true],
  ['happened', 'planned', 'planned', false],
  ['possible', 'actual', 'possible', false],
  ['possible', 'planned', 'planned', false],
  ['unknown', 'conditional', 'conditional', false],
  ['unknown', 'recommended', 'recommended', false],
  ['not_happened', 'planned', 'not_happened', false],
  ['doubtful', 'actual', 'doubtful', false],
]

describe('footing', () => {
  it.each(CASES)('%s, %s', (factuality, modality, expected, counted) => {
    expect([footing({ factuality, modality }), counts({ factuality, modality })]).toEqual([expected, counted])
  })
})
