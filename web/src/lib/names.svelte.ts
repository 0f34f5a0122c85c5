// The name book: ids of actors and places to display names, filled by every answer of the server.

import { SvelteMap } from 'svelte/reactivity'

const book = new SvelteMap<string, string>()

export function learn(names: Record<string, string>): void {
  for (const [id, name] of Object.entries(names)) if (book.get(id) !== name) book.set(id, name)
}

/** The name of `id`, or the id itself while nobody has told us. */
export function nameOf(id: string): string {
  return book.get(id) ?? id
}

export function namesOf(ids: readonly string[]): string {
  return ids.map(nameOf).join(', ')
}
