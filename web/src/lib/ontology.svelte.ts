// Types of acts and their quads, asked for once.

import type { Quad } from './api'
import { ask } from './ask'
import type { EventType, Ontology } from './views'

class Types {
  list = $state.raw<EventType[]>([])
  groups = $state.raw<Record<string, string[]>>({})
  #quads = $derived(new Map(this.list.map((type) => [type.name, type.quad])))

  async load(): Promise<void> {
    const { types, groups } = await ask<Ontology>('ontology')
    this.list = types
    this.groups = groups
  }

  quad(type: string): Quad | null {
    return this.#quads.get(type) ?? null
  }
}

export const types = new Types()
