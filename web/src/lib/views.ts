// Answers of /v1 that are made of several nouns.

import type {
  Actor,
  Alert,
  Claim,
  Day,
  Document,
  Dyad,
  Event,
  Finding,
  Gap,
  Judgement,
  Listed,
  Names,
  Origin,
  Quad,
  QuadCounts,
  QuotedClaim,
  Relation,
} from './api'

export interface Health {
  status: string
  version: string
  known_until: Day | null
  documents: number
  events: number
}

export interface EventType {
  name: string
  title?: string
  quad: Quad
  goldstein: number
  description?: string
}

export interface Ontology {
  types: EventType[]
  groups: Record<string, string[]>
}

export interface Moved {
  dyad: Dyad
  before: number | null
  now: number | null
  change: number | null
  /** How many; `event_ids` are the latest of them. */
  events?: number
  event_ids: string[]
}

export interface TurningPoint {
  day: Day
  dyad?: Dyad
  before?: number | null
  after?: number | null
  [more: string]: unknown
}

export interface Overview {
  known_until: Day | null
  moved: Moved[]
  recent: Event[]
  alerts: Alert[]
  turning_points: TurningPoint[]
  scores: ScoreRow | null
  counts: Record<'documents' | 'events' | 'happened' | 'not_counted' | 'origins' | 'failures', number>
  names: Names
}

/** What the server watches, and what its last round gave. */
export interface Watching {
  places: string[]
  every_seconds: number
  rules: string[]
  last: { at: string; polled: number; problems: string[]; next: string | null } | null
  stopped: string | null
}

export interface Relations extends Listed<Relation> {
  turning_points: TurningPoint[]
}

export interface DocumentPage extends Document {
  claims: Claim[]
  findings: Finding[]
  gaps: Gap[]
  names: Names
}

export interface EventPage extends Event {
  claims: QuotedClaim[]
  origins: Origin[]
  judgements: Judgement[]
  names: Names
}

export interface Network {
  nodes: (Pick<Actor, 'id' | 'name' | 'kind'> & { events: number; x: number; y: number })[]
  edges: { source: string; target: string; quads: QuadCounts; goldstein: number; events: number }[]
  left_out: Record<string, number>
}

export interface PlaceCount {
  place_id: string
  name: string
  /** Null for a region or a state: it has no one point. */
  lat: number | null
  lon: number | null
  events: number
  event_ids: string[]
}

export interface Run {
  id: string
  command: string
  reader: string
  started: string
  finished: string | null
  documents_read: number
  documents_known: number
  failures: number
  events_loaded: number
  status: string
  progress: Record<'read' | 'known' | 'failed' | 'loaded', number>
  error: { code: string; message: string; hint: string | null } | null
}

export interface Precedent {
  dyad: Dyad
  window: { start: Day; end: Day }
  happened: boolean
  text: string
  event_ids: string[]
}

export interface Forecast {
  id: string
  question: { dyad: Dyad; types: string[]; window: { start: Day; end: Day } }
  probability: number
  interval: [number, number]
  known_until: Day
  forecaster: string
  base: string
  base_rate: number | null
  because: string[]
  reasons: string[]
  precedents: Precedent[]
  gaps: Gap[]
  rule: string
  made: Day | null
  outcome: boolean | null
  void: string | null
}

export interface FanPoint {
  days: number
  probability: number
  interval: [number, number]
  base_rate: number | null
}

/** How far a fan of scenarios is, and its figures once it is done. */
export interface Fan {
  status: 'none' | 'working' | 'done' | 'failed'
  done: number
  windows: number
  values: {
    since: Day
    until: Day
    known_until: Day
    scenarios: { name: string; onset: boolean; counted: boolean; points: FanPoint[] }[]
    none: FanPoint[]
  } | null
  /** The values are those of an earlier state of the desk; they name their day. */
  outdated: boolean
  error: string | null
  hint: string | null
}

export interface Bin {
  low: number
  high: number
  forecasts: number
  said: number
  happened: number
}

export interface Score {
  settled: number
  happened: number
  brier: number
  brier_interval: [number, number] | null
  log_score: number
  calibration_error: number
  skill: number | null
  skill_interval: [number, number] | null
  based: number
  auc: number | null
  bins: Bin[]
}

export interface ScoreRow {
  by: string
  name: string
  tally: { settled: number; open: number; void: number }
  score: Score | null
}

/** What stands behind a cited id that is no claim of a text. */
export interface BriefNote {
  id: string
  head: string
  title: string
  quote: string
  url: string | null
}

/** Places in a view box, worked out by the server. */
export interface TiePictures {
  panels: {
    title: string
    said: string
    sticks: { x: number; width: number; cooperation: number; conflict: number; title: string }[]
    lines: string[]
  }[]
  period: string
  most: number
  width: number
  height: number
  middle: number
  network: {
    nodes: {
      x: number
      y: number
      name: string
      name_x: number
      name_y: number
      anchor: 'start' | 'middle' | 'end'
      inside: boolean
    }[]
    edges: { path: string; width: number; kind: 'conflict' | 'cooperation' | 'neither'; title: string }[]
    left: number
    width: number
    height: number
  } | null
}

export interface Brief {
  topic: string
  sections: { title: string; sentences: { text: string; cites: string[] }[] }[]
  gaps: Gap[]
  written: Day
  claims: QuotedClaim[]
  notes: BriefNote[]
  /** Of a brief that is not on two. */
  ties: TiePictures | null
  /** Of each form what is missing to give it; null where nothing is. */
  forms: Record<string, string | null>
}
