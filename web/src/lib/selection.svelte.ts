// The one selection that all views share. It lives in the address; this reads and changes it.

import { address, type Changes } from './address.svelte'
import type { Query } from './ask'

/** All events, those that count as having happened, or the others (rumour, plan, condition, denial). */
export type Counted = 'all' | 'yes' | 'no'

class Selection {
  get actor(): string {
    return address.get('actor')
  }
  get recipient(): string {
    return address.get('recipient')
  }
  /** Whether what passed either way is meant, not only from the actor to the recipient. */
  get both(): boolean {
    return address.get('symmetric') === 'true'
  }
  get since(): string {
    return address.get('since')
  }
  get until(): string {
    return address.get('until')
  }
  get types(): string[] {
    return address.get('types').split(',').filter(Boolean)
  }
  get counted(): Counted {
    const said = address.get('counted')
    return said === 'yes' || said === 'no' ? said : 'all'
  }
  get isEmpty(): boolean {
    const { actor, recipient, since, until, types, counted } = this
    return !actor && !recipient && !since && !until && !types.length && counted === 'all'
  }

  set(changes: Changes): void {
    address.choose(changes)
  }

  clear(): void {
    this.set({
      actor: null,
      recipient: null,
      symmetric: null,
      since: null,
      until: null,
      types: null,
      counted: null,
    })
  }

  /** Period and types, as every list of the server takes them. */
  window(): Query {
    return { since: this.since, until: this.until, types: this.types.join(',') }
  }

  /** The whole selection as a question for /v1/events. */
  events(more: Query = {}): Query {
    const { actor, recipient, both, counted } = this
    const sides = both && actor && recipient ? { between: `${actor},${recipient}` } : { actor, recipient }
    const happened = counted === 'all' ? null : counted === 'yes'
    return { ...sides, ...this.window(), happened, ...more }
  }
}

export const selection = new Selection()
