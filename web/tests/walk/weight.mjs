// What a view weighs on its way to the browser.
import { gzipSync } from 'node:zlib'

/** Bytes of the page at `address`, compressed, without the data it asks for. */
export async function weigh(page, address) {
  const responses = []
  const note = (response) => responses.push(response)
  page.on('response', note)
  await page.goto(address)
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => document.fonts.ready)
  page.off('response', note)
  const files = responses.filter((response) => !new URL(response.url()).pathname.startsWith('/v1/'))
  return (await Promise.all(files.map(sizeOf))).reduce((sum, size) => sum + size, 0)
}

async function sizeOf(response) {
  const body = await response.body()
  return response.url().endsWith('.woff2') ? body.length : gzipSync(body).length
}
