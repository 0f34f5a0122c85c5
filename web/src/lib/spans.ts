// Spans count characters (code points) of a document; JavaScript counts UTF-16 units. This file knows both.

import type { Claim, Document, Finding, Mention, Span } from './api'

export type MarkKind = 'act' | 'actor' | 'recipient' | 'place' | 'source' | 'cue' | 'furniture' | 'finding'

export interface Marked {
  span: Span
  kind: MarkKind
  /** The claims or findings that put it there. */
  id: string
}

export interface Segment {
  text: string
  start: number
  marks: Marked[]
}

/** Cuts `text`, whose first character has the offset `from`, wherever a mark begins or ends. */
export function segments(text: string, marks: readonly Marked[], from = 0): Segment[] {
  const characters = Array.from(text)
  const end = from + characters.length
  const inside = marks.filter(({ span }) => span.start < end && span.end > from && span.start < span.end)
  const cuts = new Set([from, end])
  for (const { span } of inside) cuts.add(Math.max(span.start, from)).add(Math.min(span.end, end))
  const sorted = [...cuts].sort((a, b) => a - b)
  return sorted.slice(0, -1).map((start, n) => ({
    text: characters.slice(start - from, sorted[n + 1]! - from).join(''),
    start,
    marks: inside.filter(({ span }) => span.start <= start && span.end >= sorted[n + 1]!),
  }))
}

function mentions(kind: MarkKind, list: readonly Mention[], id: string): Marked[] {
  return list.flatMap(({ span }) => (span ? [{ span, kind, id }] : []))
}

/** All that a claim points at in its document. */
export function marksOf(claim: Claim): Marked[] {
  const { id, source, place } = claim
  return [
    { span: claim.trigger, kind: 'act', id },
    ...mentions('actor', claim.actors, id),
    ...mentions('recipient', claim.recipients, id),
    ...mentions('source', source.chain, id),
    ...mentions('place', place ? [place] : [], id),
    ...(source.cue ? [{ span: source.cue, kind: 'cue' as const, id }] : []),
  ]
}

export function marksOfDocument(
  document: Document,
  claims: readonly Claim[],
  findings: readonly Finding[],
): Marked[] {
  const frame = document.furniture.flatMap(({ span, why }) =>
    span ? [{ span, kind: 'furniture' as const, id: why }] : [],
  )
  const known = findings.map(({ span, id }) => ({ span, kind: 'finding' as const, id }))
  return [...frame, ...known, ...claims.flatMap(marksOf)]
}
