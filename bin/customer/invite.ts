/** `pagebeat customer invite`: m.me links that tell which customer of the brand opens them. */
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { parse } from 'csv-parse'
import type { Kysely } from 'kysely'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createRegisteredPages } from '../../src/db/pages/registered-pages.ts'
import type { PageId } from '../../src/domain/ids.ts'
import { isBadValue } from '../../src/identity/contact-values.ts'
import {
  type InviteListRefusal,
  NoSuchColumn,
  refusalOf,
  toInviteList,
} from '../../src/identity/invite-list.ts'
import { createInvites, longestInvitedNumber } from '../../src/identity/invite-token.ts'
import { toPngCode, toSvgCode, toTerminalCode } from '../../src/identity/qr-code.ts'
import { namesOfPages, requireKnownPage } from '../command-line/known-page.ts'
import { wholeNumberUpTo } from '../command-line/read-number.ts'
import { Refused } from '../command-line/refused.ts'
import { printError, printJson, printLine, printText } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'

interface InviteOptions {
  readonly page?: string
  readonly expires: number
  readonly svg?: string
  readonly png?: string
  readonly file?: string
  readonly out?: string
  readonly column?: string
  readonly json?: true
}

export function registerInvite(customer: Command): void {
  customer
    .command('invite [number]')
    .description(
      'print an m.me link and its QR code: the customer who opens it is linked to this number of yours',
    )
    .option('--page <pageId>', 'the Page (default: the only one that was added)')
    .option('--expires <days>', 'days for which the link can be used, 1 to 3650', wholeNumberUpTo(3_650), 30)
    .option('--svg <file>', 'write the QR code as SVG, for print')
    .option('--png <file>', 'write the QR code as PNG, for a mail')
    .option('--file <csv>', 'make a link for each number of this file, for a mailing; with --out')
    .option('--out <csv>', 'write the links of --file here, as customer,link')
    .option('--column <name>', 'the column of the numbers, as the first line names it (default: the first)')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nA link is for one customer: the first one who opens it. For a mailing:\n' +
        '  pagebeat customer invite --file numbers.csv --column customer_no --out links.csv',
    )
    .action(invite)
}

async function invite(number: string | undefined, options: InviteOptions): Promise<void> {
  const { file, out } = options
  if ((number === undefined) === (file === undefined))
    throw new Refused('Give one customer number, or --file with many')
  if ((file === undefined) !== (out === undefined)) throw new Refused('--file and --out belong together')
  const linkOf = await createLinks(options)
  if (number !== undefined) await inviteOne(number.trim(), { ...options, linkOf })
  else if (file !== undefined && out !== undefined) await inviteAll({ ...options, file, out, linkOf })
}

async function createLinks({ page, expires }: InviteOptions): Promise<(customer: string) => string> {
  const { PAGEBEAT_SECRET_KEY: keys } = readConfig(process.env, { required: ['PAGEBEAT_SECRET_KEY'] })
  const pageId = await withDatabase((db) => (page === undefined ? findOnlyPage(db) : findPage(db, page)))
  const invites = createInvites(keys)
  const expiresTs = Date.now() + expires * 86_400_000
  return (customer) => `https://m.me/${pageId}?ref=${invites.write({ pageId, customer, expiresTs })}`
}

async function findPage(db: Kysely<Database>, page: string): Promise<PageId> {
  const { pageId, registeredTs } = await requireKnownPage(db, page)
  if (registeredTs === undefined)
    printError(
      `Page ${pageId} is not added: a link only works while its events come. See \`pagebeat page list\``,
    )
  return pageId
}

async function findOnlyPage(db: Kysely<Database>): Promise<PageId> {
  const pages = (await createRegisteredPages(db).list()).filter(
    ({ registeredTs }) => registeredTs !== undefined,
  )
  const [only] = pages
  if (only === undefined) throw new Refused('No Page was added yet: give one with --page')
  if (pages.length > 1)
    throw new Refused(`There are ${pages.length} Pages, choose one with --page: ${namesOfPages(pages)}`)
  return only.pageId
}

async function inviteOne(
  customer: string,
  { linkOf, svg, png, json }: InviteOptions & { readonly linkOf: (customer: string) => string },
): Promise<void> {
  const refusal = customer === '' ? 'bad_value' : refusalOf(customer, isBad)
  if (refusal !== undefined) throw new Refused(`This customer number ${sayings[refusal]}`)
  const link = linkOf(customer)
  if (svg !== undefined) await writeFile(svg, toSvgCode(link))
  if (png !== undefined) await writeFile(png, toPngCode(link))
  if (json) return printJson({ customer, link })
  printLine(link)
  if (svg === undefined && png === undefined) printText(toTerminalCode(link))
}

async function inviteAll({
  file,
  out,
  column,
  linkOf,
  json,
}: InviteOptions & {
  readonly file: string
  readonly out: string
  readonly linkOf: (customer: string) => string
}): Promise<void> {
  let links = -1 // the heading
  const refused: { readonly row: number; readonly reason: InviteListRefusal }[] = []
  let refusals = 0
  const rows: AsyncIterable<string[]> = createReadStream(file).pipe(
    parse({ bom: true, delimiter: [',', ';', '\t'], relax_column_count: true, skip_empty_lines: false }),
  )
  const list = toInviteList(rows, {
    linkOf,
    column,
    isBad,
    onRefused(row, reason) {
      refusals += 1
      if (refused.length < mostShown) refused.push({ row, reason })
    },
  })
  async function* counted(): AsyncGenerator<string> {
    for await (const line of list) {
      links += 1
      yield line
    }
  }
  const part = `${out}.part`
  try {
    // Each link may be used by whom it reaches first.
    await pipeline(Readable.from(counted()), createWriteStream(part, { mode: 0o600 }))
    await rename(part, out)
  } catch (error) {
    await rm(part, { force: true })
    throw toRefused(error, file)
  }
  if (json) printJson({ links, refused: refusals })
  else printLine(`${links} links are in ${out}.`)
  for (const { row, reason } of refused) printError(`Row ${row} has no link: its number ${sayings[reason]}.`)
  if (refusals > refused.length) printError(`${refusals - refused.length} more rows have no link.`)
  if (refusals > 0) process.exitCode = 1
}

const mostShown = 10

function toRefused(error: unknown, file: string): unknown {
  if (error instanceof NoSuchColumn)
    return new Refused(`The first line of ${file} has no column of this name`)
  if (!(error instanceof Error) || !('code' in error)) return error
  return new Refused(`${file} cannot be read, or the links cannot be written: ${String(error.code)}`, {
    cause: error,
  })
}

function isBad(value: string): boolean {
  return isBadValue({ kind: 'customer', value })
}

const sayings: Readonly<Record<InviteListRefusal, string>> = {
  too_long: `is longer than ${longestInvitedNumber} bytes`,
  bad_value: 'names no customer',
  formula: 'begins with =, +, - or @, which a spreadsheet would run',
  control_sign: 'has a sign that cannot be printed',
  not_utf8: 'has letters that are not UTF-8: save the file as "CSV UTF-8"',
}
