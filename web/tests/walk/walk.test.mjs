// Walks every view of the desk as a user would, in both themes, and renews the pictures of the docs.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { serve } from './desk.mjs'
import { picture } from './picture.mjs'
import { launch, Visitor } from './visitor.mjs'
import { weigh } from './weight.mjs'

const FIRST_VIEW_BYTES = 100_000
const DYAD = 'actor=RUS&recipient=AZE'
let [server, browser] = [null, null]

before(async () => {
  server = await serve()
  browser = await launch()
})

after(async () => {
  await browser?.close()
  server?.stop()
})

const first = async (path) => (await (await fetch(`${server.address}v1/${path}`)).json()).items[0]

/** Each view: where it is, what to do there as a user would, what must then be there. */
const VIEWS = {
  overview: async (visitor) => {
    await visitor.go('overview?days=90')
    await visitor.sees('Recent events')
    await visitor.sees('Said, but not counted')
    await visitor.sees('Conflict of Russia and Azerbaijan')
  },
  relation: async (visitor) => {
    const { page } = visitor
    await visitor.go(`relation?${DYAD}&symmetric=true`)
    await visitor.sees('Tension and events')
    await page.waitForURL(/actor=Q/) // codes become ids
    await visitor.settle()
    await page.getByText('As a table').click()
    await page.locator('details tbody tr').nth(3).waitFor() // laid out once it is open
    await page.getByText('As a table').click()
    // A click may have scrolled the chart under the selection, which stays on top.
    await page.evaluate(() => scrollTo(0, 0))
    await visitor.settle()
    const box = await page.locator('.chart').boundingBox()
    await page.mouse.move(box.x + box.width * 0.7, box.y + 90)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.95, box.y + 90, { steps: 4 })
    await page.mouse.up()
    await page.waitForURL(/since=\d{4}-\d\d-\d\d.*until=/)
    await page.getByRole('button', { name: 'Who says so' }).first().click()
    await page.locator('aside blockquote').first().waitFor()
  },
  events: async (visitor) => {
    await visitor.go('events?counted=no')
    const rows = await visitor.page.locator('.virtual li').count()
    assert.ok(rows > 5 && rows < 80, `${rows} rows on the page`)
  },
  event: async (visitor) => {
    const { items } = await (await fetch(`${server.address}v1/events?limit=500`)).json()
    const told = items.toSorted((a, b) => b.origin_ids.length - a.origin_ids.length)[0]
    await visitor.go(`events/${told.id}`)
    await visitor.sees('Where the reports come from')
    assert.ok((await visitor.page.locator('blockquote').count()) > 1)
  },
  documents: async (visitor) => {
    await visitor.go('documents')
    await visitor.page.getByPlaceholder('Words in the text').fill('ambassador')
    await visitor.page.waitForURL(/words=ambassador/)
    await visitor.settle()
    assert.ok((await visitor.page.locator('.virtual li').count()) > 0)
  },
  document: async (visitor) => {
    const { page } = visitor
    const { items } = await (await fetch(`${server.address}v1/findings`)).json()
    const counts = await Promise.all(
      items.map(async ({ document_id: id }) => ({
        id,
        n: (await (await fetch(`${server.address}v1/documents/${id}`)).json()).claims.length,
      })),
    )
    await visitor.go(`documents/${counts.toSorted((a, b) => b.n - a.n)[0].id}`)
    await visitor.sees('Contradicts what is known')
    await page.locator('.text a.act').nth(1).hover()
    await page.getByRole('tooltip').waitFor()
  },
  brief: async (visitor) => {
    const { page } = visitor
    await visitor.go(`brief?${DYAD}`)
    await page.locator('.cites button').first().waitFor({ timeout: 60_000 })
    // By keyboard: a number opens the claim it stands for, Escape closes it and stays there.
    const number = page.locator('section:has(h2:text("What happened")) .cites button').first()
    await number.focus()
    await page.keyboard.press('Enter')
    const evidence = page.locator('.evidence.open')
    await evidence.locator('blockquote').waitFor()
    await evidence.getByRole('link', { name: 'Open the event' }).first().waitFor()
    await page.keyboard.press('Escape')
    assert.equal(await evidence.count(), 0)
    assert.equal(await number.getAttribute('aria-expanded'), 'false')
    await page.keyboard.press('Enter')
    await evidence.waitFor()
  },
  'brief-region': async (visitor) => {
    const { page } = visitor
    await visitor.go('brief?about=region&region=Western%20Asia')
    await page.getByRole('img', { name: /^Network of \d+ ties/ }).waitFor({ timeout: 60_000 })
    await page
      .locator('figure')
      .first()
      .evaluate((figure) => figure.scrollIntoView())
  },
  network: async (visitor) => {
    const { page } = visitor
    await visitor.go('network')
    await page.getByRole('application').focus()
    await page.keyboard.press('+')
    await page.keyboard.press('0')
    await page
      .locator('aside, section')
      .getByRole('button', { name: /Azerbaijan/ })
      .first()
      .click()
    await visitor.sees('All its events')
  },
  'network-table': async (visitor) => {
    const { page } = visitor
    await visitor.go('network?as=table')
    await page.getByRole('button', { name: 'Actor' }).last().click()
    assert.equal(await page.locator('[aria-sort="ascending"]').innerText(), 'Actor ↑')
  },
  map: async (visitor) => {
    await visitor.go('map')
    await visitor.page.getByRole('button', { name: /Baku/ }).click()
    await visitor.page.locator('.row').first().waitFor()
  },
  forecasts: async (visitor) => {
    await visitor.go(`forecasts?${DYAD}`)
    const work = visitor.page.getByRole('button', { name: 'Work it out' })
    if (await work.isVisible()) await work.click()
    await visitor.page.getByRole('img', { name: /None of these: in/ }).waitFor({ timeout: 60_000 })
    await visitor.page.getByText('Rule, precedents, evidence').first().click()
    await visitor.sees('How it will be settled')
    await visitor.page.evaluate(() => scrollTo(0, 440))
  },
  judging: async (visitor) => {
    await visitor.go('judging')
    await visitor.page.getByLabel('Your name').fill('walker')
    assert.ok(await visitor.page.getByRole('button', { name: /Same/ }).isEnabled())
  },
  runs: async (visitor) => {
    await visitor.go('runs')
    await visitor.sees('Add documents')
  },
}

for (const theme of ['light', 'dark'])
  describe(theme, () => {
    for (const [view, walk] of Object.entries(VIEWS))
      test(view, async () => {
        const visitor = await Visitor.open(browser, server.address, theme)
        await walk(visitor)
        await visitor.settle()
        await visitor.fine(view)
        await picture(visitor.page, `${view}-${theme}`)
        await visitor.close()
      })
  })

test('a brief of every kind is picked, written and deep-linked', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light', { width: 390, height: 844 })
  const { page } = visitor
  const write = page.getByRole('button', { name: 'Write the brief' })
  await visitor.go('brief')
  await visitor.sees('Choose what the brief is about')
  assert.ok(await write.isDisabled())
  await page.getByLabel('A region').check({ force: true })
  await page.getByRole('combobox', { name: 'Region' }).fill('Western Asia')
  await write.click()
  await page.waitForURL(/about=region.*region=Western/)
  await page.getByRole('heading', { name: 'Western Asia' }).waitFor({ timeout: 60_000 })
  await page.getByLabel('One', { exact: true }).check({ force: true })
  await page.getByRole('button', { name: /^Actor/ }).click()
  await page.getByRole('combobox', { name: 'Actor' }).fill('Azerb')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
  await write.click()
  await page.getByRole('heading', { name: 'Azerbaijan', exact: true }).waitFor({ timeout: 60_000 })
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    'no sideways scroll',
  )
  await visitor.fine('a brief on a phone')
  await page.goBack()
  await page.getByRole('heading', { name: 'Western Asia' }).waitFor()
  const ahead = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10)
  const forecast = (await first('forecasts')).id
  for (const [query, section] of [
    ['about=all&since=2024-12-01&until=2024-12-31', 'In short'],
    [`about=question&${DYAD}&types=AID&until=${ahead}`, 'The question'],
    [`about=forecast&forecast=${forecast}`, 'The question'],
    [`about=two&${DYAD}&compared_with=2024-12-27&until=2024-12-30`, 'New in these days'],
  ]) {
    await visitor.go(`brief?${query}`)
    await page.getByRole('heading', { name: section }).first().waitFor({ timeout: 60_000 })
    assert.ok((await page.locator('.cites button').count()) > 0, query)
  }
  await visitor.fine('briefs of every kind')
  await visitor.close()
})

test('a brief that cannot be written says why', async () => {
  const visitor = await Visitor.open(browser, server.address, 'dark')
  await visitor.go('brief?about=region&region=Atlantis')
  await visitor.sees(/no region 'Atlantis'/)
  assert.match(visitor.wrongs.splice(0).join(), /404/) // the console tells of the refusal
  await visitor.fine('a refused brief')
  await visitor.close()
})

test('the first view is light', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light')
  const bytes = await weigh(visitor.page, `${server.address}#/overview`)
  const started = performance.now()
  await visitor.page.goto(server.address)
  await visitor.page.locator('.row').first().waitFor()
  const usable = Math.round(performance.now() - started)
  console.log(
    `  first view: ${bytes} bytes compressed; its first event stands after ${usable} ms, in a warm browser`,
  )
  assert.ok(bytes > 0 && bytes < FIRST_VIEW_BYTES, `${bytes} bytes`)
  await visitor.close()
})

test('the selection goes from view to view and stands in the address', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light')
  const { page } = visitor
  await visitor.go('overview')
  await page.getByRole('button', { name: 'Actor: Any actor' }).click()
  await page.getByRole('combobox', { name: 'Actor' }).fill('Azerb')
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/actor=/)
  await page.getByRole('link', { name: 'Events', exact: true }).click()
  await visitor.settle()
  assert.match(page.url(), /events\?actor=/)
  await visitor.fine('selection')
  await visitor.close()
})

test('an alert shows its evidence, and is seen by keyboard', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light')
  const { page } = visitor
  await visitor.go('overview')
  const line = page.locator('[data-alert]').first()
  const dot = line.getByRole('button').first()
  await dot.focus()
  await page.keyboard.press('m')
  assert.equal(await dot.getAttribute('aria-pressed'), 'true')
  await page.reload()
  await page.locator('[data-alert] [aria-pressed=true]').waitFor()
  await page.locator('[data-alert] button').first().focus()
  await page.keyboard.press('j')
  await page.keyboard.press('m')
  assert.equal(await page.locator('[data-alert] [aria-pressed=true]').count(), 2)
  await visitor.fine('alerts')
  await line.getByRole('link', { name: 'event' }).first().click()
  await page.locator('blockquote').first().waitFor()
  await visitor.close()
})

test('a judgement is made and undone by keyboard', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light')
  const { page } = visitor
  await visitor.go('judging')
  await page.keyboard.press('d') // unsigned, it leads to the field of the name
  await page.keyboard.type('walker')
  assert.equal(await page.getByLabel('Your name').inputValue(), 'walker')
  await page.keyboard.press('Enter')
  await page.keyboard.press('d')
  await visitor.sees('1 judged now')
  await page.keyboard.press('z')
  await page.getByText('1 judged now').waitFor({ state: 'detached' })
  await visitor.fine('judging')
  await visitor.close()
})

test('an event is judged wrong by keyboard, shown where asked for, and taken back', async () => {
  const visitor = await Visitor.open(browser, server.address, 'dark')
  const { page } = visitor
  await visitor.go('judging')
  await page.getByLabel('Your name').fill('walker')
  await page.getByRole('heading', { name: 'Judging' }).click()
  await page.keyboard.press('1')
  await visitor.sees('1 judged now')
  await visitor.fine('judging wrong')
  const judged = (await first('judgements')).left
  const count = async () => (await (await fetch(`${server.address}v1/events?wrong=true`)).json()).total
  assert.equal(await count(), 1)
  await page.keyboard.press('z')
  await page.getByText('1 judged now').waitFor({ state: 'detached' })
  assert.equal(await count(), 0)
  await visitor.go(`judging?left=${judged}`)
  await visitor.go('events')
  await page.getByRole('button', { name: 'Judged wrong' }).click()
  await visitor.sees('Nothing on this desk fits')
  await visitor.fine('events judged wrong')
  await visitor.close()
})

test('a file becomes a run, and its document is there', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light')
  const { page } = visitor
  await visitor.go('runs')
  const text =
    'Title: Turkish minister visits Georgia\n\nTurkish Foreign Minister Hakan Fidan met Georgian officials in Tbilisi on 3 July 2025.\n'
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'visit.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: 'Read 1 file' }).click()
  await visitor.sees('Run ended')
  await visitor.fine('runs')
  await visitor.close()
})

test('a run that failed is tried again, or forgotten', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light')
  const { page } = visitor
  const error = { code: 'input', message: 'late.md cannot be read', hint: 'save it as UTF-8' }
  const failed = { id: 'job-1', command: 'run what was sent', status: 'failed', error, progress: {} }
  const told = []
  let there = true
  await page.route('**/v1/runs/asked', (route) => route.fulfill({ json: { items: there ? [failed] : [] } }))
  await page.route('**/v1/runs/job-1**', (route) => {
    told.push(`${route.request().method()} ${new URL(route.request().url()).pathname}`)
    there = route.request().method() !== 'DELETE'
    return route.fulfill(there ? { json: { ...failed, status: 'waiting' } } : { status: 204 })
  })
  await page.route('**/v1/runs/job-1/progress', (route) =>
    route.fulfill({
      contentType: 'text/event-stream',
      body: `event: end\ndata: ${JSON.stringify(failed)}\n\n`,
    }),
  )
  await visitor.go('runs')
  await visitor.sees('late.md cannot be read')
  await page.getByRole('button', { name: 'Try again' }).click()
  await visitor.sees('Run failed')
  await visitor.fine('a failed run')
  await page.getByRole('button', { name: 'Forget it' }).click()
  await page.getByText('late.md cannot be read').waitFor({ state: 'detached' })
  assert.deepEqual(told, ['POST /v1/runs/job-1/again', 'DELETE /v1/runs/job-1'])
  await visitor.close()
})

test('what documents say is text, never markup', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light')
  const { page } = visitor
  await visitor.go('documents')
  const named = await first('documents')
  const hostile =
    '<img src=x onerror="document.title=1"><script>document.title=2</script> ‮ President Putin met Aliyev.'
  await page.route(`**/v1/documents/${named.id}`, async (route) => {
    const body = await (await route.fetch()).json()
    await route.fulfill({
      json: { ...body, text: hostile, title: hostile, claims: [], findings: [], furniture: [] },
    })
  })
  await visitor.go(`documents/${named.id}`)
  await visitor.sees('<script>')
  assert.equal(await page.locator('main img, main script').count(), 0)
  await visitor.close()
})

test('a list is saved with the token that the server asks for', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light')
  const { page } = visitor
  await page.addInitScript(() => sessionStorage.setItem('detente-token', 'walk'))
  await visitor.go('events')
  const [request, file] = await Promise.all([
    page.waitForRequest(/events\.csv/),
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ])
  assert.equal(request.headers().authorization, 'Bearer walk')
  assert.equal(file.suggestedFilename(), 'events.csv')
  await visitor.fine('saving')
  await visitor.close()
})

test('a lost connection is told, and found again', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light')
  const { page } = visitor
  await visitor.go('overview')
  await page.context().setOffline(true)
  await page.getByRole('link', { name: 'Documents', exact: true }).click()
  await visitor.sees('The server does not answer')
  await page.context().setOffline(false)
  await page.getByText('What you see is what it said last').waitFor({ state: 'detached', timeout: 20_000 })
  await page.locator('.virtual li').first().waitFor()
  await visitor.close()
})

test('a refusal stands in the words of the server', async () => {
  const visitor = await Visitor.open(browser, server.address, 'light')
  await visitor.page.goto(`${server.address}#/events/evt-nobody`)
  await visitor.page.getByRole('alert').waitFor()
  const { error } = await (await fetch(`${server.address}v1/events/evt-nobody`)).json()
  await visitor.sees(error.message)
  await visitor.close()
})

test('the desk is read on a telephone', async () => {
  const visitor = await Visitor.open(browser, server.address, 'dark', { width: 400, height: 800 })
  await visitor.go('overview')
  const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(wide <= 400, `${wide} pixels wide`)
  await visitor.fine('telephone')
  await visitor.close()
})
