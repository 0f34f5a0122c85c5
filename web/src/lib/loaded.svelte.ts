// An answer of the server that follows what it was asked with.

import { ask, type Query, Unreachable } from './ask'
import { connection } from './connection.svelte'

export interface Question {
  path: string
  query?: Query
}

/** Asks whenever `question()` changes; keeps the last answer on the page until the next one is there. */
export class Loaded<T> {
  value = $state.raw<T | null>(null)
  error = $state.raw<Error | null>(null)
  busy = $state(false)
  #again = $state(0)

  /** `how` asks: one answer, or all pages of a list. */
  constructor(
    question: () => Question | null,
    private readonly how: typeof ask<T> = ask,
  ) {
    const text = $derived.by(() => JSON.stringify(question()))
    $effect(() => {
      void this.#again
      const asked = JSON.parse(text) as Question | null
      if (!asked) return
      const stop = new AbortController()
      void this.#load(asked, stop.signal)
      return () => stop.abort()
    })
    $effect(() => {
      if (connection.times && this.error instanceof Unreachable) this.again()
    })
  }

  again(): void {
    this.#again += 1
  }

  async #load(asked: Question, signal: AbortSignal): Promise<void> {
    this.busy = true
    try {
      this.value = await this.how(asked.path, asked.query, signal)
      this.error = null
    } catch (error) {
      if (signal.aborted) return
      this.error = error as Error
    }
    this.busy = false
  }
}
