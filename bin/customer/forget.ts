/** `pagebeat customer forget`: removes a customer from every store, and prints a receipt without personal data. */
import type { Command } from 'commander'
import type { Kysely } from 'kysely'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createDeletionRequests } from '../../src/db/privacy/deletion-requests.ts'
import { summariseCustomer } from '../../src/db/privacy/find-customer.ts'
import type { ForgetReceipt } from '../../src/db/privacy/forget-runs.ts'
import type { ProfileId } from '../../src/domain/ids.ts'
import { createPrivacyRequests } from '../../src/redis/privacy-requests.ts'
import { leaveUndone } from '../command-line/leave-undone.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { requireCustomer } from './require-customer.ts'
import { type ForgettingTools, withForgetting } from './with-forgetting.ts'

interface ForgetOptions {
  readonly yes?: true
  readonly request?: string
  readonly json?: true
}

export function addForget(customer: Command): void {
  customer
    .command('forget <id>')
    .description('remove a customer, with all ids, from every table, the raw ledger and Redis')
    .option('--yes', 'do it; without it, only print who would be removed')
    .option('--request <code>', 'confirmation code of the request of Facebook that this answers')
    .option('--json', 'print the receipt as JSON; without --yes, who would be removed')
    .addHelpText(
      'after',
      '\n<id> is a pId, an id of a Page, an e-mail address, a phone number or your own number; <kind>:<id> is exact.' +
        '\nA run that was stopped goes on with `pagebeat customer forgotten --resume`, and in any worker.',
    )
    .action(forget)
}

async function forget(given: string, options: ForgetOptions): Promise<void> {
  await withForgetting(async (tools) => {
    const { db, forgetting } = tools
    const pId = await requireCustomer(db, given)
    if (options.request !== undefined) await requireRequest(db, options.request)
    if (options.yes !== true) return await preview(db, pId, options)
    const requestCode = options.request
    const id = await forgetting.close(pId, { reason: 'operator', requestCode })
    if (id === undefined) throw new Refused(`Another process removed the customer ${given} meanwhile`)
    if (requestCode !== undefined) await createDeletionRequests(db).begin(requestCode)
    await finishRun(tools, id, { isQuiet: options.json === true })
    printReceipt(await forgetting.runs.find(id), options)
  })
}

/** The run is done, or its next worker does the rest. */
export async function finishRun(
  { db, redis, prefix, forgetting }: ForgettingTools,
  id: string,
  { isQuiet }: { readonly isQuiet: boolean },
): Promise<void> {
  const run = await forgetting.runs.claim(id)
  if (run === undefined) throw new Refused(`Run ${id} is done, or another process works at it`)
  await forgetting.finish(run, (step) => {
    if (!isQuiet) printLine(`${step} …`)
  })
  const inbox = createPrivacyRequests(redis, prefix)
  for (const { code, kind, state, receivedTs, changedTs } of await createDeletionRequests(db).settle())
    await inbox.show(code, { kind, state, receivedTs, changedTs })
}

async function requireRequest(db: Kysely<Database>, code: string): Promise<void> {
  const request = await createDeletionRequests(db).find(code)
  if (request?.state !== 'unmatched')
    throw new Refused(`There is no open request ${code}: see \`pagebeat customer deletions\``)
}

async function preview(
  db: Kysely<Database>,
  pId: ProfileId,
  { json }: Pick<ForgetOptions, 'json'>,
): Promise<void> {
  const { ids, interactions, firstTs, lastTs } = await summariseCustomer(db, pId)
  if (json === true) {
    printJson({ customer: pId, ids, interactions, firstTs, lastTs, isRemoved: false })
    process.exitCode = 1
    return
  }
  printLine(`customer ${pId}`)
  for (const { kind, value } of ids) printLine(`  ${kind}  ${value}`)
  const time = firstTs === undefined || lastTs === undefined ? '' : `, ${dayOf(firstTs)} to ${dayOf(lastTs)}`
  printLine(`  ${interactions} interaction${interactions === 1 ? '' : 's'}${time}`)
  leaveUndone('Nothing was removed. To do it, repeat the command with --yes. It cannot be undone.')
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10)
}

/** Counts only. */
export function printReceipt(receipt: ForgetReceipt | undefined, { json }: { readonly json?: true }): void {
  if (receipt === undefined) return
  const { id, state, startedTs, finishedTs, removed } = receipt
  if (json === true) return printJson(receipt)
  const time = finishedTs === undefined ? 'open' : `done ${new Date(finishedTs).toISOString()}`
  const seconds = finishedTs === undefined ? '' : `, ${((finishedTs - startedTs) / 1000).toFixed(1)} s`
  printLine(`receipt ${id}: ${state === 'done' ? time : 'open'}${seconds}`)
  for (const [store, rows] of Object.entries(removed)) printLine(`  ${store}: ${rows}`)
}
