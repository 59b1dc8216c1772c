import { type Command, Option } from 'commander'
import {
  createOutboundRows,
  type OutboundRow,
  type OutboundRows,
  type ReadRow,
} from '../../src/db/conversation/outbound.ts'
import { createConversationReader } from '../../src/db/conversation/read-conversation.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import { createWakeUps } from '../../src/db/conversation/wake-ups.ts'
import { createRegisteredPages, type RegisteredPages } from '../../src/db/pages/registered-pages.ts'
import { currentPause } from '../../src/facebook/page-check/current-pause.ts'
import type { OutboundState } from '../../src/domain/outbound.ts'
import {
  dropRow,
  judgeResend,
  judgeRow,
  resendRow,
  type SettleByHandDeps,
  type SettledByHand,
} from '../../workers/respond/settle-by-hand.ts'
import { readConfig } from '../../src/config.ts'
import { wholeNumberUpTo } from '../command-line/read-number.ts'
import { Refused } from '../command-line/refused.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { describeRow } from '../outbound/describe-row.ts'
import { printJson, printLine } from '../command-line/terminal.ts'

const states: readonly OutboundState[] = [
  'pending',
  'sending',
  'unknown',
  'held',
  'failed',
  'expired',
  'suppressed',
  'skipped',
  'scheduled',
  'sent',
]
/** The states in which an operator may have something to do. */
const troubled: readonly OutboundState[] = ['held', 'unknown', 'failed']
/** A message that is pending for longer waits for something. */
const waitsMs = 10_000

export function registerOutbound(program: Command): void {
  const outbound = program
    .command('outbound')
    .description('show the messages and acts of the bot and what became of them; resend or drop them')
    .addHelpText(
      'after',
      '\nPagebeat holds a row when it cannot find out whether Facebook has it. Look into the inbox of the Page,\n' +
        'then resend it (the customer did not get it) or drop it (the customer did).\n' +
        '\nExample:\n  pagebeat outbound list --state held expired',
    )
  outbound
    .command('list')
    .description('list messages and acts, newest first, without their text')
    .addOption(
      new Option(
        '--state <states...>',
        'in these states (default: held, unknown and failed, and pending for 10 s)',
      ).choices([...states, 'all']),
    )
    .option('--limit <count>', 'rows, 1 to 100000', wholeNumberUpTo(100_000), 50)
    .action(({ state, limit }: { state?: (OutboundState | 'all')[]; limit: number }) =>
      withRows((deps) => list(deps, state && toStates(state), limit)),
    )
  outbound
    .command('show <id>')
    .description('print one row with its text, and whether it may be sent now')
    .action((id: string) => withRows((deps) => show(deps, id)))
  outbound
    .command('resend <ids...>')
    .description('send held, failed, expired or suppressed rows after all, within one hour')
    .action((ids: string[]) => withRows((deps) => settle(deps, ids, { by: resendRow, done: 'will be sent' })))
  outbound
    .command('drop <ids...>')
    .description('give up held, unknown or pending rows; they stay in the table as failed')
    .action((ids: string[]) => withRows((deps) => settle(deps, ids, { by: dropRow, done: 'is given up' })))
}

type Deps = SettleByHandDeps & { readonly rows: OutboundRows; readonly pages: Pick<RegisteredPages, 'find'> }

async function withRows(work: (deps: Deps) => Promise<void>): Promise<void> {
  await withDatabase(async (db) => {
    const now = await databaseTime(db)
    const { FACEBOOK_HUMAN_AGENT } = readConfig(process.env, { required: ['FACEBOOK_HUMAN_AGENT'] })
    return await work({
      mayUseHumanAgent: FACEBOOK_HUMAN_AGENT,
      rows: createOutboundRows(db, now),
      conversations: createConversationReader(db),
      wakeUps: createWakeUps(db),
      pages: createRegisteredPages(db),
      now,
    })
  })
}

function toStates(given: readonly (OutboundState | 'all')[]): readonly OutboundState[] {
  return given.includes('all') ? states : given.filter((state) => state !== 'all')
}

async function list(
  { rows, now }: Pick<Deps, 'rows' | 'now'>,
  wanted: readonly OutboundState[] | undefined,
  limit: number,
): Promise<void> {
  const usual = { states: troubled, waitingSince: now() - waitsMs }
  const found = await rows.list({ ...(wanted === undefined ? usual : { states: wanted }), limit })
  for (const row of found) printLine(headline(row))
  const which = wanted?.join(', ') ?? `${troubled.join(', ')}, and pending for 10 s`
  printLine(`${found.length} row${found.length === 1 ? '' : 's'} (${which})`)
}

/** Without the text: the history of a terminal must not hold what customers and bot write. */
function headline({ id, state, reason, action, pageId, psid, createdTs, attempts }: OutboundRow): string {
  const when = new Date(createdTs).toISOString()
  const why = reason === undefined ? '' : ` (${reason})`
  return `${id}  ${when}  ${state}${why}  ${action.do} to ${psid} of Page ${pageId}, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`
}

async function show(deps: Deps, id: string): Promise<void> {
  const row = await requireRow(deps.rows, id)
  const verdict = await (row.state === 'pending' ? judgeRow : judgeResend)(row, deps)
  const page = await deps.pages.find(row.pageId)
  const pause = page && currentPause(page, undefined)
  printLine(headline(row))
  printLine(
    row.turnId === undefined
      ? `sent by user ${row.userId} of the console`
      : `turn ${row.turnId}: ${row.turnOutcome ?? 'open'}`,
  )
  printJson(row.action, 2)
  const stillPaused = pause !== undefined && pause.until.getTime() > deps.now() ? pause : undefined
  for (const line of describeRow(row, { verdict, pause: stillPaused })) printLine(line)
}

async function requireRow(rows: OutboundRows, id: string): Promise<ReadRow> {
  const row = /^\d{1,20}$/.test(id) ? await rows.find(id) : undefined
  if (row === undefined)
    throw new Refused(`There is no outbound row ${id}: see \`pagebeat outbound list --state all\``)
  return row
}

interface Settling {
  readonly by: (row: OutboundRow, deps: SettleByHandDeps) => Promise<SettledByHand>
  readonly done: string
}

async function settle(deps: Deps, ids: readonly string[], { by, done }: Settling): Promise<void> {
  for (const id of ids) {
    const row = await requireRow(deps.rows, id)
    const result = await by(row, deps)
    if (result.settled) printLine(`${id} ${done}`)
    else if (result.refused === undefined) printLine(`${id} is ${row.state}: nothing changed`)
    else printLine(`${id} cannot be sent and stays ${row.state}: ${result.refused}`)
  }
}
