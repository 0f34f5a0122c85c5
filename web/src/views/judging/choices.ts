// What can be said of two events, or of one; each with its key.

import type { Verdict } from '../../lib/api'

export interface Choice {
  verdict: Verdict
  key: string
  word: string
  means: string
  left: string
  /** Null where one event is judged. */
  right: string | null
}

const WRONG = 'misread, or no such event'

export function ofTwo(left: string, right: string): Choice[] {
  return [
    { verdict: 'same', key: 's', word: 'Same', means: 'One happening', left, right },
    { verdict: 'different', key: 'd', word: 'Different', means: 'Two happenings', left, right },
    { verdict: 'unsure', key: 'u', word: 'Unsure', means: 'Nobody can say', left, right },
    { verdict: 'wrong', key: '1', word: 'Left is wrong', means: `Left: ${WRONG}`, left, right: null },
    {
      verdict: 'wrong',
      key: '2',
      word: 'Right is wrong',
      means: `Right: ${WRONG}`,
      left: right,
      right: null,
    },
  ]
}

export function ofOne(left: string): Choice[] {
  const right = null
  return [
    { verdict: 'wrong', key: 'w', word: 'Wrong', means: `It is ${WRONG}`, left, right },
    { verdict: 'holds', key: 'h', word: 'Holds', means: 'You looked, and it was read rightly', left, right },
    { verdict: 'unsure', key: 'u', word: 'Unsure', means: 'Takes back what you said of it', left, right },
  ]
}
