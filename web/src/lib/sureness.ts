// How a claim or event stands: what its source commits to, and in which world. Shown by shape and word, then colour.

import type { Factuality, Modality, SourceKind } from './api'

/** The shape of the mark; each differs without colour. */
export type Footing = Factuality | 'planned' | 'conditional' | 'recommended' | 'wrong'

interface Held {
  factuality: Factuality
  modality: Modality
  wrong?: boolean
}

export function footing({ factuality, modality, wrong }: Held): Footing {
  if (wrong) return 'wrong'
  const told = modality === 'actual' || modality === 'background'
  return told || factuality === 'not_happened' || factuality === 'doubtful' ? factuality : modality
}

/** Whether it counts as having happened: the rule of `Event.happened`. */
export function counts({ factuality, modality, wrong }: Held): boolean {
  return !wrong && factuality === 'happened' && (modality === 'actual' || modality === 'background')
}

export const FOOTINGS: Record<Footing, { word: string; means: string }> = {
  happened: { word: 'happened', means: 'A source says without reserve that it took place.' },
  possible: { word: 'possible', means: 'A source says that it may have taken place.' },
  unknown: { word: 'open', means: 'A source speaks of it and does not commit itself.' },
  doubtful: { word: 'doubtful', means: 'A source says that it probably did not take place.' },
  not_happened: { word: 'denied', means: 'A source says that it did not take place.' },
  planned: { word: 'planned', means: 'Announced or expected. Not counted as having happened.' },
  conditional: { word: 'condition', means: 'Only if something else happens. Not counted.' },
  wrong: { word: 'judged wrong', means: 'Somebody looked and found it misread. Counted nowhere.' },
  recommended: { word: 'called for', means: 'Somebody asks for it. Not counted as having happened.' },
}

export const SOURCES: Record<SourceKind, { word: string; means: string }> = {
  author: { word: 'publisher’s own words', means: 'The document says it in its own voice.' },
  named: { word: 'named source', means: 'Somebody named says it.' },
  unnamed: { word: 'unnamed source', means: 'Somebody who is not named says it.' },
  rumour: { word: 'rumour', means: 'It is passed on as hearsay.' },
}
