import type { Ink } from '../../lib/ink.svelte'

import { type Edge, type Fit, type Node, radius, type Scene } from './scene'

const DENSE = 600 // above so many edges lines are fainter and none is broken: they could not be told apart
const AT_ONCE = 300 // edges of one frame
const MOST_NAMES = 70

export interface Look {
  scene: Scene
  place: Fit
  lit: string | null
  moving: boolean
  ink: Ink
  width: number
  height: number
}

/**
 * Draws what matters at once: the strongest edges, all nodes, names for the busiest wherever they fit.
 * The other edges come behind them, some with each step, so that no frame waits for thousands of strokes.
 */
export function* draw(context: CanvasRenderingContext2D, look: Look): Generator<void> {
  const { scene, lit, width, height, moving } = look
  const at = ({ source, target }: Edge): boolean => source === lit || target === lit
  const far = lit ? scene.edges.filter((edge) => !at(edge)) : scene.edges
  const many = scene.edges.length
  const faint = { alpha: lit ? 0.07 : Math.max(0.12, Math.min(0.55, DENSE / many)), broken: many < DENSE }
  context.clearRect(0, 0, width, height)
  drawAlike(context, far.slice(0, AT_ONCE), look, faint)
  if (lit) drawAlike(context, scene.edges.filter(at), look, { alpha: 0.95, broken: true })
  for (const node of scene.nodes) drawNode(context, node, look)
  context.globalAlpha = 1
  drawNames(context, look)
  for (let from = AT_ONCE; from < far.length && !moving; from += AT_ONCE) {
    yield
    context.globalCompositeOperation = 'destination-over'
    drawAlike(context, far.slice(from, from + AT_ONCE), look, faint)
    context.globalCompositeOperation = 'source-over'
  }
}

function isLit(id: string, { scene, lit }: Look): boolean {
  return lit === null || id === lit || !!scene.near.get(lit)?.has(id)
}

/** Edges that look alike are one path: strokes are what costs. */
function drawAlike(
  context: CanvasRenderingContext2D,
  edges: readonly Edge[],
  look: Look,
  { alpha, broken }: { alpha: number; broken: boolean },
): void {
  const { ink } = look
  const paths = Map.groupBy(edges, ({ goldstein, events }) => `${goldstein < 0} ${thickness(events)}`)
  context.globalAlpha = alpha
  for (const [, alike] of paths) {
    const { goldstein, events } = alike[0]!
    context.strokeStyle = goldstein < 0 ? ink['material-conflict'] : ink['material-cooperation']
    context.lineWidth = thickness(events)
    context.setLineDash(broken && goldstein < 0 ? [7, 3] : [])
    context.beginPath()
    for (const edge of alike) trace(context, edge, look)
    context.stroke()
  }
  context.setLineDash([])
}

function thickness(events: number): number {
  return 1 + Math.min(Math.floor(Math.log2(events)), 6) * 0.8
}

function trace(context: CanvasRenderingContext2D, edge: Edge, { scene, place }: Look): void {
  const [from, to] = [scene.byId.get(edge.source)!, scene.byId.get(edge.target)!]
  const [x1, y1] = place(from.x, from.y)
  const [x2, y2] = place(to.x, to.y)
  context.moveTo(x1, y1)
  // A slight bend to the left keeps the two directions of a pair apart.
  context.quadraticCurveTo((x1 + x2) / 2 + (y2 - y1) * 0.09, (y1 + y2) / 2 - (x2 - x1) * 0.09, x2, y2)
}

function drawNode(context: CanvasRenderingContext2D, node: Node, look: Look): void {
  const { ink, scene, lit } = look
  const [x, y] = look.place(node.x, node.y)
  const size = radius(node, scene.busiest)
  if (x < -size || y < -size || x > look.width + size || y > look.height + size) return
  context.globalAlpha = isLit(node.id, look) ? 1 : 0.15
  context.beginPath()
  // States and alliances are square, everybody else is round: shape says what colour would.
  if (node.kind === 'state' || node.kind === 'alliance')
    context.roundRect(x - size * 0.88, y - size * 0.88, size * 1.76, size * 1.76, 3)
  else context.arc(x, y, size, 0, 2 * Math.PI)
  context.fillStyle = node.id === lit ? ink.accent : ink.surface
  context.fill()
  context.lineWidth = node.id === lit ? 3 : 1.6
  context.strokeStyle = node.id === lit ? ink.accent : ink.ink
  context.stroke()
}

function drawNames(context: CanvasRenderingContext2D, look: Look): void {
  const { scene, place, ink, width, height } = look
  const taken: [number, number, number, number][] = []
  context.font = '500 12px Inter, sans-serif'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  const named = look.lit ? scene.nodes.filter(({ id }) => isLit(id, look)) : scene.nodes
  for (const node of named) {
    const [x, y] = place(node.x, node.y)
    if (x < 0 || y < 0 || x > width || y > height) continue
    if (taken.length >= MOST_NAMES) break
    const left = x + radius(node, scene.busiest) + 5
    const box: [number, number, number, number] = [
      left,
      y - 8,
      left + widthOf(node.name, context, scene),
      y + 8,
    ]
    if (node.id !== look.lit && taken.some((other) => overlaps(box, other))) continue
    taken.push(box)
    context.strokeStyle = ink.surface
    context.lineWidth = 4
    context.strokeText(node.name, left, y)
    context.fillStyle = node.id === look.lit ? ink.ink : ink.muted
    context.fillText(node.name, left, y)
  }
}

/** Measuring a name costs more than drawing it. */
function widthOf(name: string, context: CanvasRenderingContext2D, { widths }: Scene): number {
  const width = widths.get(name) ?? context.measureText(name).width
  widths.set(name, width)
  return width
}

function overlaps(a: readonly number[], b: readonly number[]): boolean {
  return a[0]! < b[2]! && b[0]! < a[2]! && a[1]! < b[3]! && b[1]! < a[3]!
}
