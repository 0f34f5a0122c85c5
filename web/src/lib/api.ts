// The nouns of /v1, in the words of docs/vocabulary.md. The same JSON as `detente show … --json`.

export type Day = string
export type Quad = 'verbal_cooperation' | 'material_cooperation' | 'verbal_conflict' | 'material_conflict'
export type Factuality = 'happened' | 'possible' | 'unknown' | 'doubtful' | 'not_happened'
export type Modality = 'actual' | 'background' | 'planned' | 'conditional' | 'recommended'
export type SourceKind = 'author' | 'named' | 'unnamed' | 'rumour'
export type ActorKind = 'person' | 'body' | 'group' | 'state' | 'alliance'
export type Verdict = 'same' | 'different' | 'unsure' | 'wrong' | 'holds'
export type QuadCounts = [number, number, number, number]

export interface Span {
  start: number
  end: number
}

export interface DateRange {
  start: Day
  end: Day
  precision: string
}

export interface Dyad {
  actor_id: string
  recipient_id: string
}

export interface Furniture {
  text: string
  why: string
  span: Span | null
}

export interface Document {
  id: string
  text: string
  title: string | null
  publisher: string | null
  url: string | null
  published: Day | null
  language: string | null
  origin_id: string | null
  file: string | null
  furniture: Furniture[]
}

export interface Mention {
  text: string
  span: Span | null
  claimed_role: string | null
  actor_id: string | null
  sureness: number | null
}

export interface Claim {
  id: string
  document_id: string
  sentence: Span
  trigger: Span
  kind: 'act' | 'assessment'
  type: string
  mode: string | null
  contexts: string[]
  actors: Mention[]
  recipients: Mention[]
  place: Mention | null
  when: DateRange | null
  when_from: 'stated' | 'inferred' | 'published' | 'unknown'
  source: { kind: SourceKind; chain: Mention[]; cue: Span | null }
  factuality: Factuality
  modality: Modality
  confidence: number
  reader: string
  event_id?: string | null
}

/** A claim as a list shows it: with its sentence and where it stands. */
export interface QuotedClaim extends Claim {
  quote: string | null
  publisher: string | null
  published: Day | null
  title: string | null
  url?: string | null
}

export interface Event {
  id: string
  type: string
  mode: string | null
  contexts: string[]
  actor_ids: string[]
  recipient_ids: string[]
  when: DateRange | null
  place_id: string | null
  goldstein: number
  factuality: Factuality
  modality: Modality
  claim_ids: string[]
  origin_ids: string[]
  /** People judged it misread: it counts nowhere. */
  wrong?: boolean
}

export interface Origin {
  id: string
  document_ids: string[]
  rewrites: string[]
  reasons: string[]
  documents?: DocumentHead[]
}

export type DocumentHead = Pick<Document, 'id' | 'title' | 'publisher' | 'published'>

export interface Judgement {
  id: string
  left: string
  right: string
  verdict: Verdict
  by: string
  at: string
  why: string | null
  withdrawn: string | null
}

export interface Finding {
  id: string
  document_id: string
  span: Span
  actor_id: string
  claimed: string
  known: string
  day: Day | null
  why: string
}

export interface Alert {
  id: string
  rule: string
  kind: string
  about: string[]
  text: string
  day: Day | null
  cites: string[]
  raised: string
}

export interface Gap {
  about: string
  looked_for: string
  why: string
}

export interface Failure {
  id: string
  what: string
  step: string
  code: string
  message: string
  hint: string | null
}

export interface Relation {
  dyad: Dyad
  period: DateRange
  quads: QuadCounts
  goldstein: number | null
  tension: number | null
  event_ids: string[]
}

export interface Actor {
  id: string
  name: string
  kind: ActorKind | null
  provisional?: boolean
  events?: number
}

export type Names = Record<string, string>

/** One page of a list: what is not on it is counted in `total` and explained in `left_out`. */
export interface Listed<T> {
  items: T[]
  total: number
  left_out: Record<string, number>
  next: string | null
  names?: Names
}
