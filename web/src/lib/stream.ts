// Server-sent events by fetch: EventSource can carry no token.

import { addressOf } from './ask'
import { token } from './token.svelte'

export interface Told {
  event: string
  data: unknown
}

/** Yields what the server tells, until it ends the stream or `signal` does. */
export async function* stream(path: string, signal: AbortSignal): AsyncGenerator<Told> {
  const response = await fetch(addressOf(path), {
    signal,
    headers: { accept: 'text/event-stream', ...token.header() },
  })
  if (!response.ok || !response.body)
    throw new Error(`The server answered ${response.status} ${response.statusText}.`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    const blocks = (rest + value).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      const told = read(block)
      if (told) yield told
    }
  }
}

export function read(block: string): Told | null {
  let [event, data] = ['message', '']
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim()
    if (line.startsWith('data:')) data += (data ? '\n' : '') + line.slice(5).trimStart()
  }
  if (!data) return null
  try {
    return { event, data: JSON.parse(data) }
  } catch {
    return { event, data }
  }
}
