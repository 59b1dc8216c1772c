/** `pagebeat customer forgotten`: the receipts, and runs that were stopped; `deletions`: requests of Facebook. */
import type { Command } from 'commander'
import { createDeletionRequests } from '../../src/db/privacy/deletion-requests.ts'
import { privacyRequestStates } from '../../src/domain/privacy-request.ts'
import { wholeNumberUpTo } from '../command-line/read-number.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { finishRun, printReceipt } from './forget.ts'
import { withForgetting } from './with-forgetting.ts'

interface ListOptions {
  readonly limit: number
  readonly json?: true
}

export function addForgotten(customer: Command): void {
  customer
    .command('forgotten')
    .description('list what was forgotten: the receipts, newest first, with counts and without personal data')
    .option('--resume', 'go on with runs that were stopped; workers do so, too')
    .option('--limit <count>', 'rows, 1 to 100000', wholeNumberUpTo(100_000), 20)
    .option('--json', 'print JSON')
    .action(listForgotten)
}

export function addDeletions(customer: Command): void {
  customer
    .command('deletions')
    .description('list requests for deletion that came from Facebook and wait for you, newest first')
    .option('--all', 'also those that are done')
    .option('--limit <count>', 'rows, 1 to 100000', wholeNumberUpTo(100_000), 100)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nFacebook tells the id in the app, which is none of the ids on Pages. Find the customer by another' +
        '\nway, then:\n  pagebeat customer forget <id> --request <code> --yes',
    )
    .action(listDeletions)
}

async function listForgotten({
  resume,
  limit,
  json,
}: ListOptions & { readonly resume?: true }): Promise<void> {
  await withForgetting(async (tools) => {
    const { runs } = tools.forgetting
    if (resume === true)
      for (const { id } of (await runs.list(100_000)).filter(({ state }) => state === 'open'))
        await finishRun(tools, id, { isQuiet: json === true })
    const receipts = await runs.list(limit)
    if (json === true) return printJson(receipts)
    for (const receipt of receipts) printReceipt(receipt, {})
    printLine(`${receipts.length} receipt${receipts.length === 1 ? '' : 's'}`)
  })
}

async function listDeletions({ all, limit, json }: ListOptions & { readonly all?: true }): Promise<void> {
  await withDatabase(async (db) => {
    const states = all === true ? privacyRequestStates : (['unmatched', 'in_progress'] as const)
    const found = await createDeletionRequests(db).list(states, limit)
    if (json === true) return printJson(found)
    for (const { code, kind, state, receivedTs, userId } of found) {
      const who = userId === undefined ? '' : `  id in the app ${userId}`
      printLine(`${code}  ${new Date(receivedTs).toISOString()}  ${kind}  ${state}${who}`)
    }
    printLine(`${found.length} request${found.length === 1 ? '' : 's'}`)
  })
}
