// A long list, fetched page by page as the reader comes near its end.

import type { Listed } from './api'
import { ask, Unreachable } from './ask'
import { connection } from './connection.svelte'
import type { Question } from './loaded.svelte'

const PAGE = 200

export class Pages<T> {
  items = $state.raw<T[]>([])
  total = $state(0)
  leftOut = $state.raw<Record<string, number>>({})
  error = $state.raw<Error | null>(null)
  busy = $state(true)
  #question: Question | null = null
  #next: string | null = null
  #stop = new AbortController()

  constructor(question: () => Question | null) {
    const text = $derived.by(() => JSON.stringify(question()))
    $effect(() => {
      void connection.times
      this.#start(JSON.parse(text) as Question | null)
      return () => this.#stop.abort()
    })
  }

  /** Fetches the next page if there is one and none is on its way. */
  more(): void {
    if (this.#next !== null && !this.busy) void this.#fetch(this.#next)
  }

  #start(question: Question | null): void {
    this.#stop.abort()
    this.#stop = new AbortController()
    this.#question = question
    if (question) void this.#fetch(null)
  }

  async #fetch(after: string | null): Promise<void> {
    const { signal } = this.#stop
    this.busy = true
    try {
      const { path, query } = this.#question!
      const page = await ask<Listed<T>>(path, { limit: PAGE, ...query, after }, signal)
      this.items = after === null ? page.items : [...this.items, ...page.items]
      this.total = page.total
      this.leftOut = page.left_out
      this.#next = page.next
      this.error = null
    } catch (error) {
      if (signal.aborted) return
      this.error = error as Error
      if (!(error instanceof Unreachable)) this.#next = null
    }
    this.busy = false
  }
}
