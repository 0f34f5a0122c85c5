// A desk with the demo's documents, and a server for it.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const DETENTE = process.env.DETENTE ?? join(ROOT, '.venv/bin/detente')
const DOCUMENTS = join(ROOT, 'src/detente/run/demo/documents')
const PORT = 8790
const SECONDS_TO_START = 60

const quiet = (...args) => execFileSync(DETENTE, args, { stdio: 'ignore' })

function make() {
  const desk = join(mkdtempSync(join(tmpdir(), 'detente-walk-')), 'desk')
  quiet('run', DOCUMENTS, '--store', desk)
  const ahead = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)
  for (const types of ['CONSULT', 'ACCUSE'])
    quiet('predict', 'RUS', 'AZE', '--types', types, '--until', ahead, '--store', desk)
  return desk
}

/** { address, stop } of a running server: that of DESK_ADDRESS, or a new one on a new desk. */
export async function serve() {
  if (process.env.DESK_ADDRESS) return { address: process.env.DESK_ADDRESS, stop: () => {} }
  if (!existsSync(DETENTE)) throw new Error(`${DETENTE} is not there: run make .venv/test.stamp`)
  const options = ['--store', make(), '--port', String(PORT), '--no-open']
  const server = spawn(DETENTE, ['serve', ...options], { stdio: ['ignore', 'ignore', 'inherit'] })
  const address = `http://127.0.0.1:${PORT}/`
  await answers(address, server)
  return { address, stop: () => server.kill() }
}

async function answers(address, server) {
  for (let tries = 0; tries < SECONDS_TO_START * 4; tries += 1) {
    if (server.exitCode !== null) throw new Error(`detente serve ended with ${server.exitCode}`)
    const there = await fetch(`${address}v1/health`).catch(() => null)
    if (there?.ok) return
    await new Promise((done) => setTimeout(done, 250))
  }
  throw new Error(`detente serve did not answer within ${SECONDS_TO_START} s`)
}
