// What a brief can be about, and how that stands in the address.

import type { Query } from './ask'

export type About = 'two' | 'one' | 'region' | 'all' | 'question' | 'forecast'

export const ABOUTS: [about: About, word: string, means: string][] = [
  ['two', 'Two', 'The relation of two: history, what happened, outlook'],
  ['one', 'One', 'One actor, with all whom it dealt with'],
  ['region', 'A region', 'A region of the UN, or states that you name'],
  ['all', 'Everybody', 'All on this desk'],
  ['question', 'A question', 'Whether one does something to the other in a period'],
  ['forecast', 'A forecast', 'The question of a forecast in the ledger, and how it ended'],
]

/** What is asked for; `written` is the day of the brief. */
export interface BriefAsked {
  about: About | ''
  actor: string
  recipient: string
  region: string
  types: string
  forecast: string
  since: string
  until: string
  compared_with: string
  written: string
}

const KEYS = [
  'actor',
  'recipient',
  'region',
  'types',
  'forecast',
  'since',
  'until',
  'compared_with',
  'written',
] as const

/** Which of the keys each kind takes. */
const TAKES: Record<About, readonly (typeof KEYS)[number][]> = {
  two: ['actor', 'recipient', 'since', 'until', 'compared_with', 'written'],
  one: ['actor', 'since', 'until', 'compared_with', 'written'],
  region: ['region', 'since', 'until', 'compared_with', 'written'],
  all: ['since', 'until', 'compared_with', 'written'],
  question: ['actor', 'recipient', 'types', 'since', 'until', 'compared_with', 'written'],
  forecast: ['forecast', 'compared_with', 'written'],
}

export const takes = (about: About | '', key: (typeof KEYS)[number]): boolean =>
  about !== '' && TAKES[about].includes(key)

/** What the address asks for. One that names no kind, as links from other views do, means its two sides. */
export function askedIn(get: (key: string) => string): BriefAsked {
  const said = get('about')
  const known = ABOUTS.some(([about]) => about === said)
  const asked = Object.fromEntries(KEYS.map((key) => [key, get(key)])) as Omit<BriefAsked, 'about'>
  return { ...asked, about: known ? (said as About) : guessed(asked) }
}

function guessed({ actor, recipient, region, forecast }: Omit<BriefAsked, 'about'>): About | '' {
  if (forecast) return 'forecast'
  if (region) return 'region'
  return actor && recipient ? 'two' : ''
}

/** The query of /v1/briefs: what this kind takes and no more. */
export function queryOf(asked: BriefAsked): Query {
  if (!asked.about) return {}
  return Object.fromEntries(TAKES[asked.about].filter((key) => asked[key]).map((key) => [key, asked[key]]))
}

/** What is still missing, in words; empty where the brief can be written. */
export function missingIn(asked: BriefAsked): string {
  const { about, actor, recipient, region, types, forecast, since, until } = asked
  if (!about) return 'Choose what the brief is about.'
  if ((about === 'two' || about === 'question') && !(actor && recipient)) return 'Choose both sides.'
  if (about === 'one' && !actor) return 'Choose an actor.'
  if (about === 'region' && !region.trim()) return 'Name a region, or states with commas between.'
  if (about === 'question' && !types) return 'Choose what might be done.'
  if (about === 'question' && !until) return 'Choose the last day of the question.'
  if (about === 'forecast' && !forecast) return 'Choose a forecast.'
  if (about !== 'question' && about !== 'forecast' && until && !since && !asked.compared_with)
    return 'A period needs its first day too.'
  return ''
}

/** The same in the address: what this kind does not take goes, except what the views share. */
export function changesOf(asked: BriefAsked): Record<string, string | null> {
  const kept = queryOf(asked)
  const shared = ['actor', 'recipient', 'types', 'since', 'until']
  return Object.fromEntries([
    ['about', asked.about],
    ...KEYS.filter((key) => shared.includes(key)).map((key) => [key, asked[key] || null]),
    ...KEYS.filter((key) => !shared.includes(key)).map((key) => [key, (kept[key] as string) ?? null]),
  ]) as Record<string, string | null>
}

/** Numbers of what is cited, in the order in which the brief comes to it, as in its other forms. */
export function numbered(sentences: { cites: string[] }[], shown: ReadonlySet<string>): Map<string, number> {
  const numbers = new Map<string, number>()
  for (const { cites } of sentences)
    for (const cite of cites) if (shown.has(cite) && !numbers.has(cite)) numbers.set(cite, numbers.size + 1)
  return numbers
}
