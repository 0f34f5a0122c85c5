// The network made ready for drawing: places in page pixels, neighbours, and who is worth a name.

import type { Network } from '../../lib/views'

export type Node = Network['nodes'][number]
export type Edge = Network['edges'][number]

export interface Scene {
  /** The busiest first. */
  nodes: Node[]
  /** The strongest first. */
  edges: Edge[]
  byId: Map<string, Node>
  near: Map<string, Set<string>>
  busiest: number
  /** How wide each name is, as far as it was drawn. */
  widths: Map<string, number>
}

export function sceneOf(network: Network): Scene {
  const nodes = network.nodes.toSorted((a, b) => b.events - a.events)
  const near = new Map<string, Set<string>>(nodes.map(({ id }) => [id, new Set()]))
  for (const { source, target } of network.edges) {
    near.get(source)?.add(target)
    near.get(target)?.add(source)
  }
  const edges = network.edges
    .filter(({ source, target }) => near.has(source) && near.has(target))
    .sort((a, b) => b.events - a.events)
  return {
    nodes,
    edges,
    widths: new Map(),
    byId: new Map(nodes.map((node) => [node.id, node])),
    near,
    busiest: nodes[0]?.events ?? 1,
  }
}

export type Fit = (x: number, y: number) => [number, number]

/** Places of the server stretched into `width` × `height`, with room at the rim for names. */
export function fit(nodes: readonly Node[], width: number, height: number): Fit {
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)]
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
  const [rimX, rimY, names] = [Math.min(60, width / 8), 44, Math.min(140, width / 4)]
  const wide = (width - rimX - names) / (right - left || 1)
  const high = (height - 2 * rimY) / (bottom - top || 1)
  return (x, y) => [rimX + (x - left) * wide, rimY + (y - top) * high]
}

export function radius({ events }: Node, busiest: number): number {
  return 3.5 + 15 * Math.sqrt(events / busiest)
}
