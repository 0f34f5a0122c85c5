// What this desk is: asked once when the page opens.

import { ask } from './ask'
import type { Health } from './views'

class Desk {
  health = $state.raw<Health | null>(null)

  get knownUntil(): string | null {
    return this.health?.known_until ?? null
  }

  async load(): Promise<void> {
    this.health = await ask<Health>('health')
  }
}

export const desk = new Desk()
