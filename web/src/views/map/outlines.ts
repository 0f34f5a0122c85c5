// Outlines of the world, bundled: Natural Earth, coarse while one sees much of it and finer from near.

import coarseFile from 'world-atlas/countries-110m.json?url'
import fineFile from 'world-atlas/countries-50m.json?url'
import type { MultiLineString, MultiPolygon, Polygon } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'

export interface Outlines {
  land: { type: 'GeometryCollection'; geometries: (Polygon | MultiPolygon)[] }
  borders: MultiLineString
}

const FILES = { coarse: coarseFile, fine: fineFile }
const read = new Map<keyof typeof FILES, Promise<Outlines>>()

export function outlines(grain: keyof typeof FILES): Promise<Outlines> {
  let known = read.get(grain)
  if (!known) read.set(grain, (known = load(FILES[grain])))
  return known
}

async function load(file: string): Promise<Outlines> {
  const world = (await (await fetch(file)).json()) as Topology<{ countries: GeometryCollection }>
  const { features } = feature(world, world.objects.countries)
  return {
    land: {
      type: 'GeometryCollection',
      geometries: features.map(({ geometry }) => geometry as Polygon | MultiPolygon),
    },
    borders: mesh(world, world.objects.countries, (a, b) => a !== b),
  }
}
