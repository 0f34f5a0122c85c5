import { describe, expect, it } from 'vitest'

import { segments } from '../../src/lib/spans'

const act = (start: number, end: number, id = 'a') => ({ span: { start, end }, kind: 'act' as const, id })
const texts = (text: string, ...marks: ReturnType<typeof act>[]): string[] =>
  segments(text, marks).map((segment) => segment.text)

describe('segments', () => {
  it.each([
    ['no marks', 'Putin met Aliyev', [], ['Putin met Aliyev']],
    ['one mark', 'Putin met Aliyev', [act(6, 9)], ['Putin ', 'met', ' Aliyev']],
    ['overlapping marks', 'abcdef', [act(0, 4), act(2, 6)], ['ab', 'cd', 'ef']],
    ['a mark at the end', 'abc', [act(2, 3)], ['ab', 'c']],
    ['empty text', '', [act(0, 1)], []],
    ['offsets count characters, not UTF-16 units', '😀😀 met', [act(3, 6)], ['😀😀 ', 'met']],
  ])('%s', (_, text, marks, expected) => {
    expect(texts(text, ...marks)).toEqual(expected)
  })

  it('never changes the text', () => {
    const text = 'ق ‮ <b>bold</b> 😀'
    expect(texts(text, act(1, 5), act(3, 9)).join('')).toBe(text)
  })

  it('gives a piece all the marks that cover it', () => {
    const [, both] = segments('abcdef', [act(0, 4, 'one'), act(2, 6, 'two')])
    expect(both!.marks.map(({ id }) => id)).toEqual(['one', 'two'])
  })

  it('takes a text that begins inside its document', () => {
    const cut = segments('met Aliyev', [act(106, 109)], 102)
    expect(cut.map(({ text }) => text)).toEqual(['met ', 'Ali', 'yev'])
  })
})
