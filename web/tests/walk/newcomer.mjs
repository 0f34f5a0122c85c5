// The way of somebody new: from the demo to an event, its evidence, and a judgement, with the seconds of each step.
// `node tests/walk/newcomer.mjs [FOLDER]` puts a picture of each step into FOLDER. Ends with 1 where a step fails.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { DETENTE } from './desk.mjs'
import { launch, Visitor } from './visitor.mjs'

const MOST_SECONDS = 120
const PICTURES = process.argv[2]
const steps = []
const [counts, NONE] = [
  { clicks: 0, keys: 0 },
  { clicks: 0, keys: 0 },
]

/** Runs the command behind `make demo`; the address that it prints, and its end. */
async function demo(folder) {
  // The browser that the demo opens is ours to open: `true` takes the address and does nothing.
  const environment = { ...process.env, BROWSER: 'true', COLUMNS: '400' }
  const run = spawn(DETENTE, ['demo', join(folder, 'desk'), '--open'], { env: environment })
  let told = ''
  run.stderr.on('data', (text) => (told += text))
  const found = () => told.replaceAll('\n', '').match(/ at (http:\/\/127\.0\.0\.1:\d+\/)/)?.[1]
  for (const end = performance.now() + MOST_SECONDS * 1000; !found();) {
    assert.ok(run.exitCode === null && performance.now() < end, `the demo gave no address: ${told}`)
    await new Promise((done) => setTimeout(done, 50))
  }
  return { address: found(), stop: () => run.kill() }
}

async function step(name, work, page = null) {
  Object.assign(counts, NONE)
  const began = performance.now()
  const result = await work()
  steps.push({ name, seconds: (performance.now() - began) / 1000, ...counts })
  if (PICTURES && page) await page.screenshot({ path: join(PICTURES, `${steps.length}.png`) })
  return result
}

const click = (locator) => ((counts.clicks += 1), locator.click())
const press = (page, key) => ((counts.keys += 1), page.keyboard.press(key))

function table() {
  const row = ({ name, seconds, clicks, keys }) =>
    `| ${name} | ${seconds.toFixed(1)} | ${clicks || ''} | ${keys || ''} |`
  const sum = (key) => steps.reduce((all, one) => all + one[key], 0)
  const whole = { name: 'all', seconds: sum('seconds'), clicks: sum('clicks'), keys: sum('keys') }
  return ['| step | s | clicks | keys |', '|---|---|---|---|', ...[...steps, whole].map(row)].join('\n')
}

async function walk(visitor) {
  const { page, address } = visitor
  const main = page.locator('main')
  const judgements = async () => (await (await fetch(`${address}v1/judgements`)).json()).items
  const recent = main.locator('section', { hasText: 'Recent events' }).locator('a.row')
  const marked = main.locator('.text a.act.pinned')
  const waiting = (count) => page.getByText(new RegExp(`${count} pairs wait`))
  const seen = (what) => what.first().waitFor({ timeout: 10_000 })

  await step('the overview stands', () => page.goto(address).then(() => seen(recent)), page)
  await step('to an event', () => click(recent.first()).then(() => seen(main.locator('blockquote'))), page)
  const quote = (await main.locator('blockquote').first().innerText()).trim()
  const open = () => click(main.locator('article header a').first()).then(() => seen(marked))
  await step('to its evidence, in the document', open, page)
  const text = await main.locator('.text').innerText()
  assert.ok(quote.includes((await marked.first().innerText()).trim()), `the quote marks the act: ${quote}`)
  assert.ok(text.length > 200, 'there is a text to read')
  await step(
    'to judging',
    async () => {
      await click(page.getByRole('link', { name: 'Judging', exact: true }))
      await seen(main.locator('.two blockquote'))
    },
    page,
  )
  const before = (await judgements()).length
  const pairs = Number((await waiting('\\d+').innerText()).match(/(\d+) pairs/)[1])
  await step(
    'sign, and judge the two different',
    async () => {
      await press(page, 'd') // unsigned: the page asks for the name
      await page.keyboard.type('Newcomer')
      await press(page, 'Enter')
      await press(page, 'd')
      await seen(page.getByText('1 judged now'))
    },
    page,
  )
  const [judged] = (await judgements()).slice(-1)
  assert.deepEqual([judged.verdict, judged.by], ['different', 'Newcomer'])
  assert.equal((await judgements()).length, before + 1)
  await seen(waiting(pairs - 1))
  await step('take it back', () => press(page, 'z').then(() => seen(waiting(pairs))), page)
  const back = (await judgements()).find(({ id }) => id === judged.id)
  assert.ok(!back || back.withdrawn, 'the judgement is withdrawn')
  assert.deepEqual(visitor.wrongs, [])
}

async function main() {
  if (PICTURES) mkdirSync(PICTURES, { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'detente-newcomer-'))
  let [server, browser] = [null, null]
  try {
    server = await step('the demo reads and gives its address', () => demo(folder))
    browser = await launch()
    await walk(await Visitor.open(browser, server.address, 'light'))
  } finally {
    await browser?.close()
    server?.stop()
    rmSync(folder, { recursive: true, force: true })
    console.log(table())
  }
}

await main()
