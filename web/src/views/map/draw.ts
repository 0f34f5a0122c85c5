import { geoGraticule10, geoNaturalEarth1, geoPath, type GeoProjection } from 'd3-geo'

import type { Ink } from '../../lib/ink.svelte'

import type { PlaceCount } from '../../lib/views'

import type { Outlines } from './outlines'

const MOST_FIT_SCALE = 2600 // a single town is not shown as if it filled the map

export type Point = PlaceCount & { lat: number; lon: number }

export interface Look {
  projection: GeoProjection
  outlines: Outlines
  places: readonly Point[]
  lit: string | null
  ink: Ink
  width: number
  height: number
}

/** The projection that shows all `places` with some of what lies around them. */
export function fitted(places: readonly Point[], width: number, height: number): GeoProjection {
  const projection = geoNaturalEarth1()
  if (!places.length) return projection.fitSize([width, height], { type: 'Sphere' })
  const coordinates = places.map(({ lon, lat }) => [lon, lat])
  const rim = Math.min(width, height) * 0.14
  projection.fitExtent(
    [
      [rim, rim],
      [width - rim, height - rim],
    ],
    { type: 'MultiPoint', coordinates },
  )
  if (Number.isFinite(projection.scale()) && projection.scale() <= MOST_FIT_SCALE)
    return withoutVoid(projection, height)
  const mean = (n: 0 | 1): number => coordinates.reduce((sum, one) => sum + one[n]!, 0) / coordinates.length
  const [x, y] = projection.scale(MOST_FIT_SCALE).translate([0, 0])([mean(0), mean(1)])!
  return projection.translate([width / 2 - x, height / 2 - y])
}

/** Moves the poles out of the picture: there is nothing to see beyond them. */
function withoutVoid(projection: GeoProjection, height: number): GeoProjection {
  const [[, top], [, bottom]] = geoPath(projection).bounds({ type: 'Sphere' })
  const [x, y] = projection.translate()
  const free = bottom - top > height
  if (free && top > 0) return projection.translate([x, y - top])
  return free && bottom < height ? projection.translate([x, y + height - bottom]) : projection
}

export function radius(events: number): number {
  return 3 + 3.2 * Math.sqrt(events)
}

export function draw(context: CanvasRenderingContext2D, look: Look): void {
  const { projection, outlines, ink, width, height } = look
  context.clearRect(0, 0, width, height)
  const path = geoPath(projection, context)
  const stroke = (colour: string, thick: number): void => {
    context.strokeStyle = colour
    context.lineWidth = thick
    context.stroke()
  }
  context.beginPath()
  path(geoGraticule10())
  stroke(ink.line, 0.5)
  context.beginPath()
  path(outlines.land)
  context.fillStyle = ink.land
  context.fill()
  stroke(ink['line-strong'], 0.8)
  context.beginPath()
  path(outlines.borders)
  stroke(ink['line-strong'], 0.6)
  drawPlaces(context, look)
}

function drawPlaces(context: CanvasRenderingContext2D, { projection, places, lit, ink, width }: Look): void {
  context.font = '500 12px Inter, sans-serif'
  context.textBaseline = 'middle'
  const taken: number[][] = []
  for (const place of places) {
    const at = projection([place.lon, place.lat])
    if (!at) continue
    const size = radius(place.events)
    context.beginPath()
    context.arc(at[0], at[1], size, 0, 2 * Math.PI)
    context.globalAlpha = place.place_id === lit ? 0.9 : 0.35
    context.fillStyle = ink.accent
    context.fill()
    context.globalAlpha = 1
    context.strokeStyle = ink.accent
    context.lineWidth = place.place_id === lit ? 3 : 1.3
    context.stroke()
    const wide = context.measureText(place.name).width
    // A name that would leave the picture stands on the other side of its circle.
    const left = at[0] + size + 6 + wide > width ? at[0] - size - 4 - wide : at[0] + size + 4
    const box = [left, at[1] - 8, left + wide + 2, at[1] + 8]
    if (place.place_id !== lit && taken.some((other) => overlap(box, other))) continue
    taken.push(box)
    context.strokeStyle = ink.surface
    context.lineWidth = 3.5
    context.strokeText(place.name, box[0]!, at[1])
    context.fillStyle = ink.ink
    context.fillText(place.name, box[0]!, at[1])
  }
}

function overlap(a: number[], b: number[]): boolean {
  return a[0]! < b[2]! && b[0]! < a[2]! && a[1]! < b[3]! && b[1]! < a[3]!
}
