// Which two events to show next: likely to be one happening, and not judged yet.

import type { Event, Judgement } from '../../lib/api'
import { daysBetween } from '../../lib/days'

export interface Pair {
  left: string
  right: string
  /** Why the two are shown together. */
  why: string
}

const NEAREST_DAYS = 3

/** Pairs of the same type with a party in common, at most some days apart; the nearest first; `now` are judgements made since. */
export function pairs(
  events: readonly Event[],
  judgements: readonly Judgement[],
  now: readonly Judgement[] = [],
): Pair[] {
  const judged = new Set(
    [...judgements, ...now].filter(({ withdrawn }) => !withdrawn).map(({ left, right }) => key(left, right)),
  )
  // What was said wrong just now still stands in the list that was loaded before.
  const wrong = new Set(now.filter(({ verdict }) => verdict === 'wrong').map(({ left }) => left))
  const dated = events
    .filter(({ when, id }) => when && !wrong.has(id))
    .toSorted((a, b) => a.when!.start.localeCompare(b.when!.start))
  const found: (Pair & { days: number })[] = []
  for (const [n, left] of dated.entries())
    for (const right of dated.slice(n + 1)) {
      const days = daysBetween(left.when!.start, right.when!.start)
      if (days > NEAREST_DAYS) break
      if (left.type !== right.type || !sharesParty(left, right) || judged.has(key(left.id, right.id)))
        continue
      const apart = days === 0 ? 'the same day' : `${days} day${days === 1 ? '' : 's'} apart`
      found.push({ left: left.id, right: right.id, days, why: `same type, a party in common, ${apart}` })
    }
  return found.toSorted((a, b) => a.days - b.days)
}

/** At most so many other events with a party in common, the nearest in time first, undated last. */
export function others(asked: Event, events: readonly Event[], most = 20): Event[] {
  const far = (event: Event): number =>
    asked.when && event.when ? Math.abs(daysBetween(asked.when.start, event.when.start)) : Infinity
  return events
    .filter((event) => event.id !== asked.id && sharesParty(event, asked))
    .toSorted((a, b) => far(a) - far(b) || a.id.localeCompare(b.id))
    .slice(0, most)
}

function sharesParty(a: Event, b: Event): boolean {
  const parties = new Set([...a.actor_ids, ...a.recipient_ids])
  return [...b.actor_ids, ...b.recipient_ids].some((id) => parties.has(id))
}

function key(left: string, right: string): string {
  return [left, right].sort().join(' ')
}
