// Where the evidence of a sentence lies in the desk.

import type { Changes } from './address.svelte'

export interface Door {
  path: string
  changes: Changes
}

/** The view of a cited id. `beside` are the other ids of the same sentence: a claim is found by its event. */
export function doorOf(id: string, beside: readonly string[]): Door {
  const kind = id.split(/[-:]/)[0]
  if (kind === 'evt') return { path: `events/${id}`, changes: {} }
  if (kind === 'doc') return { path: `documents/${id}`, changes: {} }
  if (kind === 'clm')
    return { path: `claims/${id}`, changes: { event: beside.find((one) => one.startsWith('evt-')) } }
  // A finding is shown with its document: those that an alert cites stand in the same order.
  if (kind === 'fnd') return { path: `documents/${documentOf(id, beside)}`, changes: {} }
  if (kind === 'fct') return { path: 'forecasts', changes: {} }
  if (kind === 'rel') return relation(id)
  if (kind === 'move') return relation(id.slice('move:'.length))
  if (kind === 'change') return { path: `events/${id.split(':')[1]}`, changes: {} }
  if (kind === 'dealt') return dealt(id)
  if (['turn', 'stretch', 'influence', 'signpost'].includes(kind!)) return relation(`${id}:`)
  if (kind === 'issue') return { path: 'documents', changes: { words: id.split(':').at(-1) } }
  // What is left was loaded: its id is that of a data set and a row.
  return { path: `events/${encodeURIComponent(id)}`, changes: {} }
}

function documentOf(finding: string, beside: readonly string[]): string {
  const findings = beside.filter((one) => one.startsWith('fnd-'))
  const documents = beside.filter((one) => one.startsWith('doc-'))
  return documents[findings.indexOf(finding)] ?? documents[0] ?? ''
}

/** What a cited id names, for people. */
export function kindOf(id: string): string {
  const kinds: Record<string, string> = {
    evt: 'event',
    doc: 'document',
    clm: 'claim',
    fnd: 'contradiction',
    fct: 'forecast',
    rel: 'relation',
    move: 'relation',
    turn: 'relation',
    stretch: 'relation',
    influence: 'relation',
    signpost: 'relation',
    dealt: 'events',
    issue: 'documents',
    change: 'event',
  }
  return kinds[id.split(/[-:]/)[0]!] ?? 'event'
}

/** "rel:Q159:Q227:2025-08" and "rel:Q159:Q227:2024-08-01/2025-10-31" name a dyad and a time. */
function relation(id: string): Door {
  const [, actor, recipient, time = ''] = id.split(':')
  const [since, until] = time.includes('/') ? time.split('/') : monthOf(time)
  return { path: 'relation', changes: { actor, recipient, symmetric: 'true', since, until } }
}

/** "dealt:Q227:2024-12-01/2025-02-01" counts all that an actor did in a time; of a region only the time shows. */
function dealt(id: string): Door {
  const [, ...parts] = id.split(':')
  const [since, until] = parts.at(-1)!.split('/')
  const actor = parts.length === 2 ? parts[0]! : null
  return { path: 'events', changes: { actor, recipient: null, since, until: until ?? since } }
}

function monthOf(time: string): [string, string] | [] {
  if (!/^\d{4}-\d\d$/.test(time)) return []
  const [year, month] = time.split('-').map(Number) as [number, number]
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return [`${time}-01`, `${time}-${last}`]
}
