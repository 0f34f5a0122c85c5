// Every view, loaded when it is first opened, so that the first is light. The first itself comes with the page:
// to ask for it would cost a second round of files.

import type { Component } from 'svelte'

import type { IconName } from '../parts/Icon.svelte'
import * as overview from '../views/overview/Overview.svelte'

interface Page {
  view: string
  /** In the list at the side; '' for views that one reaches from others. */
  title: string
  icon: IconName
  /** Without the shared selection, where it chooses nothing. */
  bare?: boolean
  load: () => Promise<{ default: Component }>
  one?: () => Promise<{ default: Component }>
}

export const PAGES: readonly Page[] = [
  {
    view: 'overview',
    title: 'Overview',
    icon: 'overview',
    load: async () => overview,
  },
  {
    view: 'relation',
    title: 'Relation',
    icon: 'relation',
    load: () => import('../views/relation/Relation.svelte'),
  },
  {
    view: 'brief',
    title: 'Briefs',
    icon: 'brief',
    bare: true,
    load: () => import('../views/brief/BriefPage.svelte'),
  },
  {
    view: 'network',
    title: 'Network',
    icon: 'network',
    load: () => import('../views/network/Network.svelte'),
  },
  { view: 'map', title: 'Map', icon: 'map', load: () => import('../views/map/MapPage.svelte') },
  {
    view: 'events',
    title: 'Events',
    icon: 'events',
    load: () => import('../views/event/Events.svelte'),
    one: () => import('../views/event/EventPage.svelte'),
  },
  {
    view: 'documents',
    title: 'Documents',
    icon: 'documents',
    load: () => import('../views/document/Documents.svelte'),
    one: () => import('../views/document/DocumentPage.svelte'),
  },
  {
    view: 'forecasts',
    title: 'Forecasts',
    icon: 'forecasts',
    load: () => import('../views/forecasts/Forecasts.svelte'),
  },
  {
    view: 'judging',
    title: 'Judging',
    icon: 'judging',
    load: () => import('../views/judging/Judging.svelte'),
  },
  { view: 'runs', title: 'Runs', icon: 'runs', bare: true, load: () => import('../views/runs/Runs.svelte') },
  { view: 'claims', title: '', icon: 'documents', load: () => import('../views/document/ClaimDoor.svelte') },
]
