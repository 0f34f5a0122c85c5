// Where we are: the address after `#` holds the view and all that was chosen, so that a link says everything.

/** What every view shares; kept when one goes from view to view. */
export const SHARED = ['actor', 'recipient', 'symmetric', 'since', 'until', 'types', 'counted'] as const

export type Changes = Record<string, string | null | undefined>

export interface Place {
  path: string
  query: URLSearchParams
}

export function parse(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2)
  return { path: path || 'overview', query: new URLSearchParams(query) }
}

/** The address of `path` under the shared choices of `from`, with `changes` (null takes a key away). */
export function write(from: URLSearchParams, path: string, changes: Changes = {}): string {
  const query = new URLSearchParams()
  for (const key of SHARED) if (from.get(key)) query.set(key, from.get(key)!)
  for (const [key, value] of Object.entries(changes)) {
    if (value) query.set(key, value)
    else query.delete(key)
  }
  const text = query.toString()
  return `#/${path}${text ? `?${text}` : ''}`
}

class Address {
  #here = $state.raw(parse(location.hash))

  constructor() {
    addEventListener('hashchange', () => (this.#here = parse(location.hash)))
  }

  get path(): string {
    return this.#here.path
  }

  get view(): string {
    return this.path.split('/')[0]!
  }

  /** The id after the view: documents/ID. */
  get id(): string | null {
    const rest = this.path.split('/').slice(1).join('/')
    return rest ? decodeURIComponent(rest) : null
  }

  get(key: string): string {
    return this.#here.query.get(key) ?? ''
  }

  href(path: string, changes: Changes = {}): string {
    return write(this.#here.query, path, changes)
  }

  go(path: string, changes: Changes = {}): void {
    location.hash = this.href(path, changes)
  }

  /** Changes choices of this view in place; the back button skips them. */
  choose(changes: Changes): void {
    const all = { ...Object.fromEntries(this.#here.query), ...changes }
    history.replaceState(null, '', this.href(this.path, all))
    this.#here = parse(location.hash)
  }
}

export const address = new Address()
