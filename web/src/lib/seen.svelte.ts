// Which alerts somebody has seen; kept in this browser, nobody else is told.

import { SvelteSet } from 'svelte/reactivity'

const KEY = 'detente-alerts-seen'
const MOST = 2000 // the ids marked last

class Seen {
  #ids = new SvelteSet<string>(kept())

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  toggle(id: string): void {
    if (!this.#ids.delete(id)) this.#ids.add(id)
    this.#keep()
  }

  all(ids: readonly string[]): void {
    for (const id of ids) this.#ids.add(id)
    this.#keep()
  }

  #keep(): void {
    localStorage.setItem(KEY, JSON.stringify([...this.#ids].slice(-MOST)))
  }
}

function kept(): string[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(read) ? read.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

export const seen = new Seen()
