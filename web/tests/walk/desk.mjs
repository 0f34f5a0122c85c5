// A desk with the demo's documents, and a server for it.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
export const DETENTE = process.env.DETENTE ?? join(ROOT, '.venv/bin/detente')
const DOCUMENTS = join(ROOT, 'src/detente/run/demo/documents')
const SECONDS_TO_START = 60

const RULES = `
[[rule]]
name = "Conflict of Russia and Azerbaijan"
kind = "type"
between = ["RUS", "AZE"]
types = ["conflict"]
days = 365
`
const NEWS = {
  condemned: { day: '2025-10-14', text: 'Russia condemned Azerbaijan on Tuesday.' },
  sanctions: { day: '2025-10-15', text: 'Azerbaijan imposed sanctions on Russia on Wednesday.' },
}

const quiet = (...args) => execFileSync(DETENTE, args, { stdio: 'ignore' })

function make() {
  const folder = mkdtempSync(join(tmpdir(), 'detente-walk-'))
  const desk = join(folder, 'desk')
  quiet('run', DOCUMENTS, '--store', desk)
  const ahead = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)
  for (const types of ['CONSULT', 'ACCUSE'])
    quiet('predict', 'RUS', 'AZE', '--types', types, '--until', ahead, '--store', desk)
  return { desk, watch: watched(folder, desk) }
}

/** Options of a watch; its rules have looked once, so that what comes now is news. */
function watched(folder, desk) {
  const [news, rules] = [join(folder, 'news'), join(folder, 'rules.toml')]
  mkdirSync(news)
  writeFileSync(rules, RULES)
  quiet('watch', news, '--rules', rules, '--store', desk, '--once')
  for (const [name, { day, text }] of Object.entries(NEWS))
    writeFileSync(join(news, `${name}.md`), `---\npublisher: Caspian Wire\npublished: ${day}\n---\n${text}\n`)
  return ['--watch', news, '--rules', rules]
}

/** { address, stop } of a running server: that of DESK_ADDRESS, or a new one on a new desk. */
export async function serve() {
  if (process.env.DESK_ADDRESS) return { address: process.env.DESK_ADDRESS, stop: () => {} }
  if (!existsSync(DETENTE)) throw new Error(`${DETENTE} is not there: run make .venv/test.stamp`)
  const { desk, watch } = make()
  const port = await freePort()
  const options = [...watch, '--store', desk, '--port', String(port), '--no-open']
  const server = spawn(DETENTE, ['serve', ...options], { stdio: ['ignore', 'ignore', 'inherit'] })
  const address = `http://127.0.0.1:${port}/`
  await answers(address, server)
  return { address, stop: () => server.kill() }
}

/** A port of its own, so that two checkouts can be walked at once. */
function freePort() {
  return new Promise((done) => {
    const holder = createServer()
    holder.listen(0, '127.0.0.1', () => {
      const { port } = holder.address()
      holder.close(() => done(port))
    })
  })
}

async function raised(address) {
  return (await (await fetch(`${address}v1/alerts`)).json()).total
}

async function answers(address, server) {
  for (let tries = 0; tries < SECONDS_TO_START * 4; tries += 1) {
    if (server.exitCode !== null) throw new Error(`detente serve ended with ${server.exitCode}`)
    const there = await fetch(`${address}v1/health`).catch(() => null)
    if (there?.ok && (await raised(address)) >= Object.keys(NEWS).length) return
    await new Promise((done) => setTimeout(done, 250))
  }
  throw new Error(`detente serve did not answer within ${SECONDS_TO_START} s`)
}
