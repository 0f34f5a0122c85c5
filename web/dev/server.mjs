// A stand-in for `detente serve`, for work on the pages alone.
// Usage: node dev/server.mjs DETENTE DESK [PORT]
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname } from 'node:path'

import { answer, change } from './answers.mjs'

const port = process.argv[4] ?? '8765'
const KINDS = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}
const bundled = (path) => {
  const file = new URL('../../src/detente/serve/static/' + (path.slice(1) || 'index.html'), import.meta.url)
  return existsSync(file) && statSync(file).isFile()
    ? [readFileSync(file), KINDS[extname(file.pathname)]]
    : null
}
const tellProgress = async (response) => {
  response.setHeader('content-type', 'text/event-stream')
  for (let done = 1; done <= 3; done += 1) {
    response.write(
      `event: progress\ndata: ${JSON.stringify({ status: 'running', progress: { read: done, known: 0, failed: 0, loaded: 0 } })}\n\n`,
    )
    await new Promise((wait) => setTimeout(wait, 150))
  }
  response.end()
}
const takeChange = async (request, path, response) => {
  const parts = []
  for await (const part of request) parts.push(part)
  const json = request.headers['content-type']?.includes('json')
  response.statusCode = request.method === 'POST' ? 201 : 200
  response.end(JSON.stringify(change(request.method, path, json ? JSON.parse(Buffer.concat(parts)) : {})))
}
createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost')
  const file = bundled(url.pathname)
  if (file) {
    response.setHeader('content-security-policy', "default-src 'self'")
    response.setHeader('content-type', file[1] ?? 'text/plain')
    return response.end(file[0])
  }
  if (url.pathname.endsWith('/progress')) return tellProgress(response)
  response.setHeader('content-type', 'application/json')
  if (request.method !== 'GET') return takeChange(request, url.pathname, response)
  try {
    response.end(JSON.stringify(answer(url.pathname, Object.fromEntries(url.searchParams))))
  } catch (error) {
    response.statusCode = url.pathname.includes('nobody') ? 404 : 500
    response.end(JSON.stringify({ error: { code: 'dev', message: String(error), hint: null } }))
  }
}).listen(Number(port), '127.0.0.1')
