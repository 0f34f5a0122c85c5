import { describe, expect, it } from 'vitest'

import { askedIn, changesOf, missingIn, numbered, queryOf } from '../../src/lib/briefs'

const asked = (text: string) => {
  const query = new URLSearchParams(text)
  return askedIn((key) => query.get(key) ?? '')
}

describe('what the address asks for', () => {
  it.each([
    ['', ''],
    ['actor=Q159', ''],
    ['actor=Q159&recipient=Q227', 'two'],
    ['region=145&actor=Q159', 'region'],
    ['forecast=fct-1&region=145', 'forecast'],
    ['about=one&actor=Q159&recipient=Q227', 'one'],
    ['about=nonsense&actor=Q159&recipient=Q227', 'two'],
  ])('%s is about %s', (text, about) => expect(asked(text).about).toBe(about))
})

describe('what is missing', () => {
  it.each([
    ['', /about/],
    ['about=two&actor=Q159', /both sides/],
    ['about=one&recipient=Q227', /an actor/],
    ['about=region&region=%20', /region/],
    ['about=question&actor=Q159&recipient=Q227&until=2027-01-01', /might be done/],
    ['about=question&actor=Q159&recipient=Q227&types=AID', /last day/],
    ['about=all&until=2025-06-30', /first day/],
    ['about=forecast', /forecast/],
  ])('in %s', (text, told) => expect(missingIn(asked(text))).toMatch(told))

  it.each([
    'about=all',
    'about=all&compared_with=2025-06-01&until=2025-06-30',
    'actor=Q159&recipient=Q227&since=2025-06-01',
    'about=question&actor=Q159&recipient=Q227&types=AID&until=2027-01-01',
  ])('nothing in %s', (text) => expect(missingIn(asked(text))).toBe(''))
})

it('asks the server for what the kind takes and no more', () => {
  const all = 'actor=Q1&recipient=Q2&region=145&types=AID&forecast=fct-1&since=2025-01-01&until=2025-02-01'
  const keys = (about: string) => Object.keys(queryOf(asked(`about=${about}&${all}`)))
  expect(keys('two')).toEqual(['actor', 'recipient', 'since', 'until'])
  expect(keys('one')).toEqual(['actor', 'since', 'until'])
  expect(keys('region')).toEqual(['region', 'since', 'until'])
  expect(keys('question')).toEqual(['actor', 'recipient', 'types', 'since', 'until'])
  expect(keys('forecast')).toEqual(['forecast'])
})

it('keeps the shared choices in the address and drops those of another kind', () => {
  const changes = changesOf(asked('about=one&actor=Q1&recipient=Q2&region=145'))
  expect(changes).toMatchObject({ about: 'one', actor: 'Q1', recipient: 'Q2', region: null, forecast: null })
})

it('numbers evidence in the order of the brief, each once', () => {
  const sentences = [{ cites: ['evt-1', 'clm-b', 'clm-a'] }, { cites: ['clm-a', 'fct-1'] }]
  const numbers = numbered(sentences, new Set(['clm-a', 'clm-b', 'fct-1']))
  expect([...numbers]).toEqual([
    ['clm-b', 1],
    ['clm-a', 2],
    ['fct-1', 3],
  ])
})
