import { expect, it, vi } from 'vitest'

vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined })
const { read } = await import('../../src/lib/stream')

it.each([
  ['event: progress\ndata: {"done": 3}', { event: 'progress', data: { done: 3 } }],
  ['data: {"done": 3}', { event: 'message', data: { done: 3 } }],
  ['data: plain words', { event: 'message', data: 'plain words' }],
  [': keep-alive', null],
])('reads %j', (block, expected) => {
  expect(read(block)).toEqual(expected)
})
