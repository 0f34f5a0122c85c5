// The one way to the server. Every answer's names go into the name book; every refusal keeps the server's words.

import type { Listed } from './api'
import { connection } from './connection.svelte'
import { learn } from './names.svelte'
import { token } from './token.svelte'

const LONGEST_PAGE = 500 // the most that the server gives at once

export type Query = Record<string, string | number | boolean | null | undefined>

/** A refusal by the server, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string | null,
  ) {
    super(message)
  }
}

/** The server did not answer at all. */
export class Unreachable extends Error {}

export function addressOf(path: string, query: Query = {}): string {
  const asked = new URLSearchParams()
  for (const [key, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') asked.set(key, String(value))
  const text = asked.toString()
  return `v1/${path}${text ? `?${text}` : ''}`
}

export async function ask<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return send<T>(addressOf(path, query), { signal })
}

/** A whole list, page after page; for charts, which are wrong if they end early. */
export async function askAll<T extends Listed<unknown>>(
  path: string,
  query: Query = {},
  signal?: AbortSignal,
): Promise<T> {
  let page = await ask<T>(path, { ...query, limit: LONGEST_PAGE }, signal)
  const items = [...page.items]
  while (page.next !== null) {
    page = await ask<T>(path, { ...query, limit: LONGEST_PAGE, after: page.next }, signal)
    items.push(...page.items)
  }
  return { ...page, items }
}

export async function tell<T>(method: 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
  const form = body instanceof FormData
  return send<T>(addressOf(path), {
    method,
    body: form ? body : body && JSON.stringify(body),
    headers: form || !body ? {} : { 'content-type': 'application/json' },
  })
}

/** A whole list or brief as a file; a link of the browser's own would carry no token. */
export async function fetchFile(path: string, query: Query = {}): Promise<Blob> {
  const response = await reach(addressOf(path, query), {})
  if (!response.ok) throw refusal(response, await readJson(response))
  return response.blob()
}

async function send<T>(address: string, options: RequestInit): Promise<T> {
  const response = await reach(address, options)
  const answer = await readJson(response)
  if (!response.ok) throw refusal(response, answer)
  if (answer && typeof answer === 'object' && 'names' in answer) learn(answer.names as Record<string, string>)
  return answer as T
}

async function reach(address: string, options: RequestInit): Promise<Response> {
  try {
    const response = await fetch(address, { ...options, headers: { ...options.headers, ...token.header() } })
    connection.found()
    return response
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    connection.lose()
    throw new Unreachable('The server does not answer.')
  }
}

async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204) return null
  try {
    return await response.json()
  } catch {
    return null
  }
}

function refusal(response: Response, answer: unknown): Refused {
  const said = (answer as { error?: { code?: string; message?: string; hint?: string | null } } | null)?.error
  const message = said?.message ?? `The server answered ${response.status} ${response.statusText}.`
  return new Refused(response.status, said?.code ?? String(response.status), message, said?.hint ?? null)
}
