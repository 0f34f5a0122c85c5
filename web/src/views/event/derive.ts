import type { DocumentHead, Origin } from '../../lib/api'

export interface Derived {
  document: DocumentHead
  /** 0: the first report; 1: derived from it; 2: derived from that ... */
  depth: number
  why: string
}

/** The documents of an origin in the order of derivation, with what the origin says of each. */
export function derive(origin: Origin): Derived[] {
  const heads = new Map((origin.documents ?? []).map((document) => [document.id, document]))
  const parents = new Map(origin.rewrites.map((id) => [id, parentOf(id, origin)]))
  const depth = (id: string, seen: string[] = []): number => {
    const parent = parents.get(id)
    if (!parents.has(id) || seen.includes(id)) return 0
    return parent ? 1 + depth(parent, [...seen, id]) : 1
  }
  const under = (parent: string | null): string[] =>
    origin.document_ids.filter((id) =>
      parent ? parents.get(id) === parent : depth(id) === 0 || !parents.get(id),
    )
  const listed: string[] = []
  const walk = (id: string): void => {
    if (listed.includes(id)) return
    listed.push(id)
    under(id).forEach(walk)
  }
  under(null)
    .toSorted((a, b) => depth(a) - depth(b))
    .forEach(walk)
  origin.document_ids.forEach(walk)
  return listed.map((id) => ({
    document: heads.get(id) ?? headless(id),
    depth: depth(id),
    why: reasonFor(id, origin),
  }))
}

/** Reasons begin with the id of the document they explain and name the one it goes back to. */
function reasonFor(id: string, { reasons, document_ids }: Origin): string {
  const reason = reasons.find((text) => text.startsWith(id)) ?? ''
  const known = document_ids.reduce((text, other) => text.replaceAll(other, ''), reason)
  return known.replaceAll(' ()', '').replace(/^\s+/, '').replaceAll(/\s+/g, ' ')
}

function parentOf(id: string, { reasons, document_ids }: Origin): string | null {
  const mine = reasons.filter((text) => text.startsWith(id))
  return document_ids.find((other) => other !== id && mine.some((text) => text.includes(other))) ?? null
}

function headless(id: string): DocumentHead {
  return { id, title: id, publisher: null, published: null }
}
