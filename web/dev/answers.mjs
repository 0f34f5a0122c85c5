// Answers of /v1, made from the nouns of a desk. Nearly what `detente serve` says; places and layout are made up.
import { actors, brief, claims, documents, names, nouns, said, types } from './nouns.mjs'

const happened = (e) => e.factuality === 'happened' && ['actual', 'background'].includes(e.modality)
const told = (claim) => {
  const { publisher, published, title, text } = documents.get(claim.document_id)
  const quote = [...text].slice(claim.sentence.start, claim.sentence.end).join('')
  return { ...claim, quote, publisher, published, title }
}
const found = (word) =>
  nouns.actors.find((a) => a.id === word || a.name === word || a.codes.some(([, code]) => code === word))
    ?.id ?? word
const within = (event, q) =>
  (!q.since || (event.when && event.when.end >= q.since)) &&
  (!q.until || (event.when && event.when.start <= q.until))
const page = (items, q, more = {}) => {
  const [from, limit] = [Number(q.after ?? 0), Number(q.limit ?? 50)]
  const next = from + limit < items.length ? String(from + limit) : null
  return { items: items.slice(from, from + limit), total: items.length, left_out: {}, next, names, ...more }
}
const sides = (event) => [...event.actor_ids, ...event.recipient_ids]
const events = (q) => {
  const types = q.types?.split(',')
  const between = q.between?.split(',').map(found)
  const counted = q.between ? idsOn(q.between) : null
  const list = nouns.events.filter(
    (e) =>
      within(e, q) &&
      (!types || types.includes(e.type)) &&
      (!q.actor || sides(e).includes(found(q.actor))) &&
      (!q.recipient || e.recipient_ids.includes(found(q.recipient))) &&
      (!between || counted.has(e.id) || (!happened(e) && between.every((id) => sides(e).includes(id)))) &&
      (!q.happened || String(happened(e)) === q.happened) &&
      (!q.factuality || e.factuality === q.factuality),
  )
  const day = (e) => e.when?.start ?? ''
  list.sort((a, b) => (q.order === 'day' ? 1 : -1) * day(a).localeCompare(day(b)))
  return list
}
const counts = () => ({
  documents: nouns.documents.length,
  events: nouns.events.length,
  happened: nouns.events.filter(happened).length,
  not_counted: nouns.events.filter((e) => !happened(e)).length,
  origins: nouns.origins.length,
  failures: nouns.failures.length,
})
const knownUntil = nouns.documents
  .map((d) => d.published ?? '')
  .sort()
  .at(-1)
const onDyad = new Map()
const idsOn = (pair) => {
  if (!onDyad.has(pair))
    onDyad.set(
      pair,
      new Set(
        relations({ actor: pair.split(',')[0], recipient: pair.split(',')[1], symmetric: 'true' }).flatMap(
          (r) => r.event_ids,
        ),
      ),
    )
  return onDyad.get(pair)
}
const relations = (q) =>
  said(
    'measure',
    q.actor,
    q.recipient,
    '--by',
    q.by ?? 'month',
    ...(q.symmetric === 'true' ? ['--symmetric'] : []),
  ).filter((r) => r.period && within({ when: r.period }, q))
const oneEvent = (id) => {
  const event = nouns.events.find((e) => e.id === id)
  const origins = nouns.origins
    .filter((o) => event.origin_ids.includes(o.id))
    .map((o) => ({
      ...o,
      documents: o.document_ids.map((d) => {
        const { id, title, publisher, published } = documents.get(d)
        return { id, title, publisher, published }
      }),
    }))
  const judgements = nouns.judgements.filter((j) =>
    [j.left, j.right].some((s) => s === id || event.claim_ids.includes(s)),
  )
  return { ...event, claims: event.claim_ids.map((c) => told(claims.get(c))), origins, judgements, names }
}
const oneDocument = (id) => ({
  ...documents.get(id),
  claims: nouns.claims.filter((c) => c.document_id === id),
  findings: nouns.findings.filter((f) => f.document_id === id),
  gaps: nouns.gaps.filter((g) => g.about === id),
  names,
})
const quadOf = (e) => (e.goldstein > 6 ? 1 : e.goldstein > 0 ? 0 : e.goldstein > -6 ? 2 : 3)
const network = (q) => {
  const [nodes, edges] = [new Map(), new Map()]
  for (const e of events({ ...q, happened: 'true' }))
    for (const source of e.actor_ids)
      for (const target of e.recipient_ids) {
        for (const id of [source, target]) {
          const angle = nodes.size * 2.4
          const r = Math.sqrt(nodes.size + 1) / 12
          const { name, kind } = actors.get(id) ?? { name: names[id] ?? id, kind: 'state' }
          if (!nodes.has(id))
            nodes.set(id, { id, name, kind, events: 0, x: r * Math.cos(angle), y: r * Math.sin(angle) })
          nodes.get(id).events += 1
        }
        const key = `${source} ${target}`
        const edge = edges.get(key) ?? { source, target, quads: [0, 0, 0, 0], goldstein: 0, events: 0 }
        edge.quads[quadOf(e)] += 1
        edge.goldstein = (edge.goldstein * edge.events + e.goldstein) / (edge.events + 1)
        edge.events += 1
        edges.set(key, edge)
      }
  return { nodes: [...nodes.values()], edges: [...edges.values()], left_out: {} }
}
const TOWNS = {
  Baku: [40.38, 49.89],
  Moscow: [55.75, 37.62],
  Dushanbe: [38.56, 68.77],
  Yekaterinburg: [56.84, 60.6],
  Aktau: [43.65, 51.17],
  Grozny: [43.31, 45.69],
  Washington: [38.9, -77.04],
  Tbilisi: [41.69, 44.83],
}
const places = () => {
  const items = Object.entries(TOWNS).flatMap(([name, [lat, lon]]) => {
    const held = nouns.events.filter((e) => e.place_id && names[e.place_id] === name)
    return held.length
      ? [
          {
            place_id: held[0].place_id,
            name,
            lat,
            lon,
            events: held.length,
            event_ids: held.slice(0, 20).map((e) => e.id),
          },
        ]
      : []
  })
  return {
    items,
    total: items.length,
    left_out: { 'without place': nouns.events.filter((e) => !e.place_id).length },
    next: null,
    names,
  }
}
const newId = (kind) => `${kind}-${Math.random().toString(16).slice(2, 10)}`
export const change = (method, path, body) => {
  const [, , noun, id] = path.split('/')
  if (noun === 'runs') return { id: newId('run') }
  if (method === 'DELETE') {
    const judgement = nouns.judgements.find((one) => one.id === id)
    return Object.assign(judgement, { withdrawn: new Date().toISOString() })
  }
  const judgement = { id: newId('jdg'), at: new Date().toISOString(), withdrawn: null, ...body }
  nouns.judgements.push(judgement)
  return judgement
}

export const answer = (path, q) => {
  const [, , noun, id] = path.split('/')
  if (noun === 'health')
    return {
      status: 'ok',
      version: 'dev',
      known_until: knownUntil,
      documents: documents.size,
      events: nouns.events.length,
    }
  if (noun === 'ontology') return { types, groups: {} }
  if (noun === 'overview')
    return {
      known_until: knownUntil,
      moved: [],
      recent: events({ happened: 'true' }).slice(0, 12),
      turning_points: [],
      scores: nouns.scores[0],
      counts: counts(),
      names,
    }
  if (noun === 'relations') return page(relations(q), { limit: 5000 }, { turning_points: [] })
  if (noun === 'network') return network(q)
  if (noun === 'scenarios')
    return page(
      said('predict', q.actor, q.recipient, '--scenarios', '--until', '2026-12-31').filter((s) => s.name),
      q,
    )
  if (noun === 'briefs') return brief(q.actor, q.recipient)
  if (noun === 'claims' && id) return claims.get(id)
  if (noun === 'places') return places()
  if (noun === 'events') return id ? oneEvent(id) : page(events(q), q)
  if (noun === 'documents' && id) return oneDocument(id)
  if (noun === 'claims')
    return page(nouns.claims.filter((c) => !q.document || c.document_id === q.document).map(told), q)
  if (noun === 'actors' && id) return actors.get(found(decodeURIComponent(id)))
  if (noun === 'actors')
    return page(
      nouns.actors.filter((a) => a.name.toLowerCase().includes((q.words ?? '').toLowerCase())),
      q,
    )
  return page(nouns[noun] ?? [], q)
}
