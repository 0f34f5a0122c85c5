// What `detente show … --json` says of a desk.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const [detente, desk] = process.argv.slice(2)
export const said = (...args) => {
  const out = execFileSync(detente, [...args, '--json', '--store', desk], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  })
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}
export const nouns = Object.fromEntries(
  'documents claims events actors origins findings gaps failures judgements forecasts runs scores'
    .split(' ')
    .map((noun) => [noun, said('show', noun, '--limit', '100000')]),
)
const byId = (noun) => new Map(nouns[noun].map((item) => [item.id, item]))
export const [documents, claims, actors] = [byId('documents'), byId('claims'), byId('actors')]
export const names = Object.fromEntries(nouns.actors.map((actor) => [actor.id, actor.name]))
for (const claim of nouns.claims) if (claim.place?.actor_id) names[claim.place.actor_id] = claim.place.text

/** The brief of two actors; `detente report` writes text only, so its Python says the nouns. */
export function brief(actor, recipient) {
  const code =
    'import sys, json, detente; from detente.base.wire import to_dict; ' +
    'print(json.dumps(to_dict(detente.open(sys.argv[1]).report(*sys.argv[2:]).brief)))'
  return JSON.parse(
    execFileSync(join(dirname(detente), 'python'), ['-c', code, desk, actor, recipient], {
      encoding: 'utf8',
    }),
  )
}

const plover = readFileSync(new URL('../../src/detente/base/plover.toml', import.meta.url), 'utf8')
export const types = [...plover.matchAll(/^\[types\.(\w+)\]\nquad = "(\w+)"\ngoldstein = (.*)$/gm)].map(
  ([, name, quad, goldstein]) => ({ name, quad, goldstein: Number(goldstein) }),
)
