// Measures the page at the address given, in Chromium as a user drives it; prints the numbers as JSON.
// Milliseconds throughout. A headless Chromium without a GPU draws on the processor: floors are taken beside.
import assert from 'node:assert/strict'

import { launch } from '../../web/tests/walk/visitor.mjs'
import { weigh } from '../../web/tests/walk/weight.mjs'

const [ADDRESS, ACTOR, RECIPIENT] = process.argv.slice(2)
const TIMES = 5
const NODES = 2000
const SECONDS = 3
const SIZE = { width: 1280, height: 860 }
const PATIENCE = { timeout: 180_000 }

const part = (sorted, share) => sorted[Math.floor(share * (sorted.length - 1))]
const rounded = (value) => Math.round(value * 10) / 10
const ordered = (taken) => taken.toSorted((a, b) => a - b)
const median = (taken) => rounded(part(ordered(taken), 0.5))

function spread(name, taken) {
  assert.ok(taken.length > 20, `${name}: only ${taken.length} taken`)
  const sorted = ordered(taken)
  process.stderr.write(`${name}: ${sorted.length} taken, the longest ${rounded(sorted.at(-1))} ms\n`)
  return {
    [`${name}_p50_ms`]: rounded(part(sorted, 0.5)),
    [`${name}_p95_ms`]: rounded(part(sorted, 0.95)),
  }
}

/** Runs in the page before it: notes when the first thing that `selector` names can be clicked, frame by frame. */
function noteUsable(selector) {
  function look() {
    const seen = document.querySelector(selector)
    const { left, top, width, height } = seen?.getBoundingClientRect() ?? {}
    if (width && seen.contains(document.elementFromPoint(left + 8, top + 8)))
      globalThis.usable = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** From navigation until `selector` can be clicked, in a browser that was never there before. */
async function cold(address, selector) {
  const browser = await launch()
  const page = await browser.newPage({ viewport: SIZE })
  await page.addInitScript(noteUsable, selector)
  await page.goto(address)
  await page.waitForFunction(() => globalThis.usable)
  const usable = await page.evaluate(() => globalThis.usable)
  if (selector.includes('a.row')) {
    await page.locator(selector).first().click()
    await page.waitForURL(/#\/events\//) // it is not only there: it works
  }
  await browser.close()
  return usable
}

async function firstView() {
  const [views, floors] = [[], []]
  for (let time = 0; time < TIMES; time += 1) {
    floors.push(await cold(`${ADDRESS}licences.txt`, 'body'))
    views.push(await cold(ADDRESS, 'main a.row'))
  }
  process.stderr.write(
    `first view: ${views.map(rounded).join(', ')}; floor: ${floors.map(rounded).join(', ')}\n`,
  )
  return { first_view_ms: median(views), first_view_floor_ms: median(floors) }
}

/** Times between frames while `drive` works. */
async function frames(page, drive) {
  await page.evaluate(() => {
    const taken = []
    let last
    globalThis.stopFrames = () => ((last = null), taken)
    requestAnimationFrame(function next(now) {
      if (last) taken.push(now - last)
      if (last === null) return
      last = now
      requestAnimationFrame(next)
    })
  })
  await drive()
  return page.evaluate(() => globalThis.stopFrames())
}

/** Runs in the page before it: adds up what its own scripts take of each frame, whoever else wants the processor. */
function noteWork() {
  const [ask, taken] = [globalThis.requestAnimationFrame.bind(globalThis), new Map()]
  globalThis.requestAnimationFrame = (drawn) =>
    ask((now) => {
      const began = performance.now()
      drawn(now)
      taken.set(now, (taken.get(now) ?? 0) + performance.now() - began)
    })
  globalThis.stopWork = () => {
    const all = [...taken.values()]
    taken.clear()
    return all
  }
}

async function untilEnd(step) {
  const end = performance.now() + SECONDS * 1000
  for (let n = 0; performance.now() < end; n += 1) await step(n)
}

async function network(page) {
  await page.addInitScript(noteWork)
  await page.reload() // a change after # alone would not start the script
  await page.goto(`${ADDRESS}#/network?limit=${NODES}`)
  const sheet = page.getByRole('application', { name: /^Network of/ })
  await sheet.waitFor(PATIENCE)
  await page.waitForLoadState('networkidle')
  const nodes = Number((await sheet.getAttribute('aria-label')).match(/of (\d+) actors/)[1])
  assert.ok(nodes >= NODES * 0.99, `${nodes} nodes`)
  await page.waitForTimeout(1000)
  const rest = await frames(page, () => page.waitForTimeout(SECONDS * 1000))
  await page.evaluate(() => void globalThis.stopWork())
  const box = await sheet.boundingBox()
  const [x, y] = [box.x + box.width / 2, box.y + 300]
  await page.mouse.move(x, y)
  await page.mouse.down()
  const drag = await frames(page, () =>
    untilEnd((n) => page.mouse.move(x + 200 * Math.sin(n / 20), y + 120 * Math.cos(n / 20))),
  )
  await page.mouse.up()
  const zoom = await frames(page, () => untilEnd((n) => page.mouse.wheel(0, n % 60 < 30 ? -30 : 30)))
  const work = await page.evaluate(() => globalThis.stopWork())
  return {
    network_nodes: nodes,
    ...spread('network_floor', rest),
    ...spread('network_drag', drag),
    ...spread('network_zoom', zoom),
    ...spread('network_work', work),
  }
}

/** From each `kind` of event until what it changed is drawn. */
async function redraws(page, kind, drive) {
  await page.evaluate((name) => {
    const taken = []
    function note() {
      const began = performance.now()
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => taken.push(performance.now() - began)
      // A message sent from a frame is answered once the frame is drawn.
      requestAnimationFrame(() => port2.postMessage(null))
    }
    addEventListener(name, note, { capture: true })
    globalThis.stopRedraws = () => (removeEventListener(name, note, { capture: true }), taken)
  }, kind)
  await drive()
  return page.evaluate(() => globalThis.stopRedraws())
}

async function relation(page) {
  await page.goto(`${ADDRESS}#/relation?actor=${ACTOR}&recipient=${RECIPIENT}&by=day`)
  const chart = page.locator('.chart')
  await chart.waitFor(PATIENCE)
  await page.waitForURL(/actor=Q/)
  await page.waitForLoadState('networkidle')
  await chart.waitFor(PATIENCE)
  await page.waitForTimeout(1000)
  const asTable = page.getByText('As a table')
  await asTable.click()
  await page.locator('details tbody tr').first().waitFor()
  const rows = await page.locator('details tbody tr').count()
  await asTable.click()
  await page.evaluate(() => scrollTo(0, 0))
  const box = await chart.boundingBox()
  const at = (share) => [box.x + 40 + share * (box.width - 60), box.y + 90]
  const floor = await redraws(
    page,
    'pointermove',
    () => untilEnd((n) => page.mouse.move(8, 400 + (n % 40))), // over the rail: nothing changes
  )
  await page.mouse.move(...at(0.1))
  await page.mouse.down()
  const drag = await redraws(page, 'pointermove', () =>
    untilEnd((n) => page.mouse.move(...at(0.5 + 0.4 * Math.sin(n / 30)))),
  )
  await page.mouse.up()
  await page.waitForURL(/since=/)
  const chosen = await redraws(page, 'pointerup', async () => {
    for (let n = 0; n < 24; n += 1) {
      await page.mouse.move(...at(0.1 + n / 60))
      await page.mouse.down()
      await page.mouse.move(...at(0.5 + n / 60))
      await page.mouse.up()
      await page.waitForTimeout(400) // nobody drags again before the list beside it has come
    }
  })
  return {
    relation_days: rows,
    ...spread('relation_floor', floor),
    ...spread('relation_drag', drag),
    ...spread('relation_chosen', chosen),
  }
}

async function main() {
  const numbers = await firstView()
  const browser = await launch()
  const page = await browser.newPage({ viewport: SIZE })
  page.on('pageerror', (error) => assert.fail(error.message))
  const kilobytes = rounded((await weigh(page, `${ADDRESS}#/overview`)) / 1000)
  Object.assign(numbers, { first_view_kb: kilobytes }, await network(page), await relation(page))
  await browser.close()
  console.log(JSON.stringify(numbers))
}

await main()
