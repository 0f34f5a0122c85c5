// @vitest-environment node
import { beforeAll, describe, expect, it, vi } from 'vitest'

beforeAll(() => {
  vi.stubGlobal('location', { hash: '' })
  vi.stubGlobal('addEventListener', () => undefined)
})

describe('the address', async () => {
  vi.stubGlobal('location', { hash: '' })
  vi.stubGlobal('addEventListener', () => undefined)
  const { parse, write } = await import('../../src/lib/address.svelte')

  it.each([
    ['', 'overview', {}],
    ['#/relation?actor=Q159&recipient=Q227', 'relation', { actor: 'Q159', recipient: 'Q227' }],
    ['#/documents/doc-1?claim=clm-2', 'documents/doc-1', { claim: 'clm-2' }],
  ])('reads %s', (hash, path, query) => {
    const place = parse(hash)
    expect([place.path, Object.fromEntries(place.query)]).toEqual([path, query])
  })

  it('keeps the selection and drops what belongs to one view', () => {
    const from = new URLSearchParams('actor=Q159&claim=clm-2&since=2025-01-01')
    expect(write(from, 'map')).toBe('#/map?actor=Q159&since=2025-01-01')
  })

  it('takes a key away with null', () => {
    expect(write(new URLSearchParams('actor=Q159'), 'map', { actor: null })).toBe('#/map')
  })
})
