import { describe, expect, it } from 'vitest'

import { windowOf } from '../../src/lib/window'

describe('the window of a long list', () => {
  it.each([
    ['at the top', 0, 900, 45, 100_000, { first: 0, last: 32 }],
    ['in the middle', 45_000, 900, 45, 100_000, { first: 988, last: 1032 }],
    ['at the end', 45 * 99_980, 900, 45, 100_000, { first: 99_968, last: 100_000 }],
    ['of an empty list', 0, 900, 45, 0, { first: 0, last: 0 }],
    ['far below the list', 99_999, 900, 45, 10, { first: 10, last: 10 }],
  ])('%s', (_, above, sight, height, count, expected) => {
    expect(windowOf(above, sight, height, count)).toEqual(expected)
  })
})
