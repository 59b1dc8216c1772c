/** `pagebeat customer export`: everything that is stored about a customer, as a page for people and as JSON. */
import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { Command } from 'commander'
import type { Kysely } from 'kysely'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createRegisteredPages } from '../../src/db/pages/registered-pages.ts'
import { type ExportedStore, readCustomer } from '../../src/db/privacy/read-customer.ts'
import type { ProfileId } from '../../src/domain/ids.ts'
import {
  endOfJson,
  endOfJsonStore,
  rowOfJson,
  startOfJson,
  startOfJsonStore,
} from '../../src/privacy/export-json.ts'
import {
  endOfPage,
  endOfStore,
  type PageWords,
  rowOfPage,
  startOfPage,
  startOfStore,
} from '../../src/privacy/export-page.ts'
import { Refused } from '../command-line/refused.ts'
import { printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { requireCustomer } from './require-customer.ts'

export function addExport(customer: Command): void {
  customer
    .command('export <id>')
    .description('write everything that is stored about a customer: customer.html for people, customer.json')
    .requiredOption('--out <folder>', 'folder for the two files; it is made, and nobody else can read it')
    .action(exportCustomer)
}

async function exportCustomer(given: string, { out }: { readonly out: string }): Promise<void> {
  await withDatabase(async (db) => {
    const pId = await requireCustomer(db, given)
    await mkdir(out, { recursive: true, mode: 0o700 })
    const files = ['customer.html', 'customer.json'].map((name) => join(out, name))
    const rows = await writeExport(db, pId, files)
    printLine(`${rows} row${rows === 1 ? '' : 's'} about ${pId} written to ${files.join(' and ')}`)
  })
}

/** Throws Refused where a file exists or cannot be written. */
export async function writeExport(
  db: Kysely<Database>,
  pId: ProfileId,
  [htmlFile = '', jsonFile = '']: readonly string[],
): Promise<number> {
  const stores = await readCustomer(db, pId)
  const [html, json] = await Promise.all([openNew(htmlFile), openNew(jsonFile)])
  const madeTs = Date.now()
  await write(html, startOfPage(pId, madeTs, stores))
  await write(json, startOfJson(pId, madeTs))
  const pages = (await createRegisteredPages(db).list()).flatMap(({ pageId, name }) =>
    name === undefined ? [] : [[pageId, name] as const],
  )
  const words = { pId, pages: new Map<string, string>(pages) }
  const empty: ExportedStore[] = []
  let rows = 0
  for (const [at, store] of stores.entries()) {
    await write(json, startOfJsonStore(store.name, at))
    const written = await writeStore(store, { html, json, words })
    if (written === 0) empty.push(store)
    rows += written
    await write(json, endOfJsonStore)
  }
  await write(html, endOfPage(empty))
  await write(json, endOfJson)
  html.end()
  json.end()
  await Promise.all([finished(html), finished(json)])
  return rows
}

async function writeStore(
  store: ExportedStore,
  {
    html,
    json,
    words,
  }: { readonly html: WriteStream; readonly json: WriteStream; readonly words: PageWords },
): Promise<number> {
  let rows = 0
  for await (const some of store.rows())
    for (const row of some) {
      if (rows === 0) await write(html, startOfStore(store))
      await write(json, rowOfJson(row, rows))
      await write(html, rowOfPage(row, words))
      rows += 1
    }
  if (rows > 0) await write(html, endOfStore)
  return rows
}

async function openNew(file: string): Promise<WriteStream> {
  const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 })
  try {
    await once(stream, 'open')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new Refused(
      code === 'EEXIST'
        ? `${file} exists already, and was not changed: name another folder with --out`
        : `${file} cannot be written (${code}): name another folder with --out`,
      { cause },
    )
  }
  return stream
}

async function write(stream: WriteStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain')
}
