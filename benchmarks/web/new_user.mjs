// Walks from the overview to a judged event as somebody who never saw the desk; prints the seconds of each step as JSON.
// A hand needs time as well: nothing here waits for one, so these are the seconds that the desk takes.
import assert from 'node:assert/strict'

import { launch } from '../../web/tests/walk/visitor.mjs'

const [ADDRESS, PICTURES] = process.argv.slice(2)
const SIZE = { width: 1280, height: 860 }
const PATIENCE_MS = 15_000
const NAME = 'Ada'

class Walk {
  numbers = {}
  clicks = 0
  keys = 0

  constructor(page) {
    this.page = page
  }

  async click(found) {
    await found.click()
    this.clicks += 1
  }

  async press(key) {
    await this.page.keyboard.press(key)
    this.keys += 1
  }

  /** One step: `work` ends when the user sees what was wanted. */
  async step(name, work) {
    const started = performance.now()
    await work(this.page).catch((error) => {
      throw new Error(`the step “${name}” does not work: ${error.message}`)
    })
    const seconds = (performance.now() - started) / 1000
    process.stderr.write(`| ${name} | ${seconds.toFixed(2)} | ${this.clicks} |\n`)
    this.numbers[`walk_${name}_s`] = Math.round(seconds * 100) / 100
    await this.page.waitForLoadState('networkidle')
    if (PICTURES) await this.page.screenshot({ path: `${PICTURES}/${Object.keys(this.numbers).length}-${name}.png` })
  }
}

const judgements = async () => (await (await fetch(`${ADDRESS}v1/judgements`)).json()).items
const standing = async () => (await judgements()).filter(({ withdrawn }) => !withdrawn)

async function toTheEvidence(walk) {
  await walk.step('overview', async (page) => {
    await page.goto(ADDRESS)
    await page.locator('main a.row').first().waitFor()
  })
  await walk.step('event', async (page) => {
    await walk.click(page.locator('main a.row').first())
    await page.locator('main blockquote').first().waitFor()
  })
  await walk.step('document', async (page) => {
    const quote = (await page.locator('main blockquote').first().innerText()).trim()
    assert.ok(quote, 'a claim is quoted')
    await walk.click(page.locator('main article header a').first())
    await page.waitForURL(/#\/documents\/.*claim=/)
    const claim = new URL(page.url().replace('#/', '')).searchParams.get('claim')
    const words = page.locator(`[id="${claim}"]`)
    await words.waitFor()
    await page.waitForFunction((id) => {
      const { top, bottom } = document.getElementById(id).getBoundingClientRect()
      return top >= 0 && bottom <= innerHeight
    }, claim)
  })
  await walk.step('back', async (page) => {
    await page.goBack()
    walk.clicks += 1 // on the browser's own button
    await page.waitForURL(/#\/events\//)
    await page.locator('main blockquote').first().waitFor()
  })
}

async function judge(walk) {
  await walk.step('set_beside', async (page) => {
    await walk.click(page.getByRole('link', { name: /^Judge it/ }))
    await page.getByRole('region', { name: 'Left' }).locator('blockquote').first().waitFor()
    const beside = page.getByRole('region', { name: 'Right' })
    if (!(await beside.isVisible())) await walk.click(page.locator('main button').filter({ hasText: /20\d\d/ }).first())
    await beside.locator('blockquote').first().waitFor()
  })
  await walk.step('sign', async (page) => {
    await walk.press('d') // without a name the key leads to its field
    await page.waitForFunction(() => document.activeElement.matches('input'))
    await page.keyboard.type(NAME)
    walk.keys += NAME.length
    await walk.press('Enter')
    await page.getByRole('button', { name: /^Different/ }).and(page.locator(':enabled')).waitFor()
  })
  await walk.step('judge', async (page) => {
    await walk.press('d')
    await page.getByText('1 judged now').waitFor()
  })
  const [made] = await standing()
  assert.equal(`${made?.verdict} ${made?.by}`, `different ${NAME}`, 'the judgement is kept')
  await walk.step('undo', async (page) => {
    await walk.press('z')
    await page.getByText('1 judged now').waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Right' }).locator('blockquote').first().waitFor()
  })
  assert.deepEqual(await standing(), [], 'the judgement is taken back')
}

async function main() {
  const browser = await launch()
  const page = await browser.newPage({ viewport: SIZE })
  page.setDefaultTimeout(PATIENCE_MS)
  page.on('pageerror', (error) => assert.fail(error.message))
  const walk = new Walk(page)
  try {
    await toTheEvidence(walk)
    await judge(walk)
    console.log(JSON.stringify({ ...walk.numbers, walk_clicks: walk.clicks, walk_keys: walk.keys }))
  } finally {
    await browser.close()
  }
}

await main()
