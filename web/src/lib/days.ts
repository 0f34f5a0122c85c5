// Days as people write them, never more exact than we know them.

import type { DateRange, Day } from './api'

const UTC = { timeZone: 'UTC' } as const
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', ...UTC })
const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', ...UTC })
const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' })
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

export function dayText(text: Day): string {
  return day.format(new Date(`${text.slice(0, 10)}T00:00:00Z`))
}

export function monthText(text: Day): string {
  return month.format(new Date(`${text}T00:00:00Z`))
}

export function momentText(text: string): string {
  return moment.format(new Date(text))
}

export function timeText(text: string): string {
  return time.format(new Date(text))
}

/** "19 Aug 2024", "Feb 2022", "2022", or both ends of anything else. */
export function rangeText(range: { start: Day; end: Day; precision?: string } | null): string {
  if (!range) return 'day unknown'
  if (range.start === range.end) return dayText(range.start)
  if (range.precision === 'month') return monthText(range.start)
  if (range.precision === 'year') return range.start.slice(0, 4)
  return `${dayText(range.start)} – ${dayText(range.end)}`
}

/** Why `range` is not a single day, for the curious; empty when it is one. */
export function precisionText(range: DateRange | null): string {
  return range && range.precision !== 'day' ? `known to the ${range.precision}` : ''
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

export function addDays(from: Day, days: number): Day {
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)
}
