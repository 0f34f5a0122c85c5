// A browser that notes whatever must not happen: requests to other hosts, console errors, barriers.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const GRAVE = ['serious', 'critical']

export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}

export class Visitor {
  wrongs = []
  barriers = []

  static async open(browser, address, colorScheme, size = { width: 1280, height: 860 }) {
    const visitor = new Visitor()
    const context = await browser.newContext({ colorScheme, viewport: size, reducedMotion: 'reduce' })
    visitor.address = address
    visitor.page = await context.newPage()
    visitor.#watch()
    return visitor
  }

  #watch() {
    const { page, address, wrongs } = this
    const host = new URL(address).host
    page.on('request', (request) => {
      const asked = new URL(request.url())
      if (asked.host !== host) wrongs.push(`request to another host: ${asked.href}`)
    })
    page.on('console', (message) => {
      if (message.type() === 'error') wrongs.push(`console: ${message.text()} (${message.location().url})`)
    })
    page.on('pageerror', (error) => wrongs.push(`page: ${error.message}`))
  }

  /** Goes to a view and waits until the server has said all that was asked. */
  async go(view) {
    await this.page.goto(`${this.address}#/${view}`)
    await this.settle()
  }

  async settle() {
    await this.page.waitForLoadState('networkidle')
    await this.page.evaluate(() => document.fonts.ready)
    await this.page.waitForTimeout(150)
  }

  async sees(text) {
    await this.page.getByText(text).first().waitFor({ timeout: 10_000 })
  }

  /** Fails on whatever went wrong since the page was opened. */
  async fine(view) {
    // Through the debugger, because the page's own policy lets no script in.
    await this.page.evaluate(AXE)
    const { violations } = await this.page.evaluate(() =>
      globalThis.axe.run(document, { resultTypes: ['violations'] }),
    )
    const told = violations.map(
      ({ id, impact, nodes }) =>
        `${impact}: ${id} at ${nodes
          .map(({ target, failureSummary }) => `${target} ${failureSummary}`)
          .slice(0, 3)
          .join(' | ')}`,
    )
    this.barriers.push(...told.filter((text) => !GRAVE.some((impact) => text.startsWith(impact))))
    assert.deepEqual(
      told.filter((text) => GRAVE.some((impact) => text.startsWith(impact))),
      [],
      `barriers in ${view}`,
    )
    assert.deepEqual(this.wrongs, [], `what went wrong in ${view}`)
    for (const text of this.barriers.splice(0)) console.log(`  ${view}: ${text}`)
  }

  close() {
    return this.page.context().close()
  }
}
