import { type Command, Option } from 'commander'
import { createConversationReader } from '../../src/db/conversation/read-conversation.ts'
import { createWakeUps } from '../../src/db/conversation/wake-ups.ts'
import {
  createOutboundRows,
  type OutboundRow,
  type OutboundRows,
} from '../../src/db/conversation/outbound.ts'
import type { OutboundState } from '../../src/domain/outbound.ts'
import { judge, type Verdict } from '../../src/domain/policy.ts'
import { Refused } from '../command-line/refused.ts'
import { wholeNumberUpTo } from '../command-line/read-number.ts'
import { withDatabase } from '../command-line/with-database.ts'

const states: readonly OutboundState[] = [
  'pending',
  'sending',
  'unknown',
  'held',
  'failed',
  'expired',
  'suppressed',
  'sent',
]
/** What a person may have to look at. */
const troubled: readonly OutboundState[] = ['held', 'unknown', 'failed']

export function registerOutbound(program: Command): void {
  const outbound = program
    .command('outbound')
    .description('what the bot sends: what became of it, and what is held for a person to decide')
  outbound
    .command('list')
    .description('messages and acts, newest first (default: held, unknown and failed ones)')
    .addOption(new Option('--state <states...>', 'which').choices([...states, 'all']))
    .option('--limit <count>', 'at most so many', wholeNumberUpTo(100_000), 50)
    .action(({ state, limit }: { state?: (OutboundState | 'all')[]; limit: number }) =>
      withDatabase((db) => list(createOutboundRows(db), toStates(state), limit)),
    )
  outbound
    .command('show <id>')
    .description('one row with its text, and whether it could be sent now')
    .action((id: string) =>
      withDatabase(async (db) => {
        const rows = createOutboundRows(db)
        const row = await requireRow(rows, id)
        const verdict = await judgeNow(db, row)
        console.log(headline(row))
        console.log(JSON.stringify(row.action, null, 2))
        console.log(verdict.allowed ? 'It may be sent now.' : verdict.say)
      }),
    )
  outbound
    .command('resend <ids...>')
    .description(
      'send held, failed, expired or suppressed rows after all, if they may be: you know that the person did not get them',
    )
    .action((ids: string[]) => withDatabase((db) => move(db, ids, { to: 'pending', done: 'will be sent' })))
  outbound
    .command('drop <ids...>')
    .description('give held, unknown or waiting rows up; they stay in the table as failed, with the reason')
    .action((ids: string[]) => withDatabase((db) => move(db, ids, { to: 'failed', done: 'given up' })))
}

function toStates(given: readonly (OutboundState | 'all')[] | undefined): readonly OutboundState[] {
  if (given === undefined) return troubled
  return given.includes('all') ? states : given.filter((state) => state !== 'all')
}

async function list(rows: OutboundRows, wanted: readonly OutboundState[], limit: number): Promise<void> {
  const found = await rows.list({ states: wanted, limit })
  for (const row of found) console.log(headline(row))
  console.log(`${found.length} row${found.length === 1 ? '' : 's'} (${wanted.join(', ')})`)
}

/** No text: a terminal's history is no place for what people talk about. */
function headline({ id, state, reason, action, pageId, psid, createdTs, attempts }: OutboundRow): string {
  const when = new Date(createdTs).toISOString()
  const why = reason === undefined ? '' : ` (${reason})`
  return `${id}  ${when}  ${state}${why}  ${action.do} to ${psid} of page ${pageId}, ${attempts} attempts`
}

async function requireRow(rows: OutboundRows, id: string): Promise<OutboundRow> {
  const row = /^\d{1,20}$/.test(id) ? await rows.find(id) : undefined
  if (row === undefined) throw new Refused(`there is no outbound row ${id}`)
  return row
}

const movable: Readonly<Record<'pending' | 'failed', readonly OutboundState[]>> = {
  pending: ['held', 'failed', 'expired', 'suppressed'],
  failed: ['held', 'unknown', 'pending'],
}

type Db = Parameters<typeof createConversationReader>[0]

async function judgeNow(db: Db, row: OutboundRow): Promise<Verdict> {
  const state = await createConversationReader(db).findState(row.conversationId)
  return judge(row.action, { ...row, ...state, nowMs: Date.now() })
}

/** An hour to be sent in, as the old time may be over. */
const moreMs = 3_600_000

async function move(
  db: Db,
  ids: readonly string[],
  { to, done }: { to: 'pending' | 'failed'; done: string },
): Promise<void> {
  const rows = createOutboundRows(db)
  for (const id of ids) {
    const row = await requireRow(rows, id)
    const reason = to === 'failed' ? 'given_up_by_hand' : 'resent_by_hand'
    const time = to === 'pending' ? { expiresTs: Date.now() + moreMs } : {}
    const verdict = await judgeNow(db, { ...row, ...time })
    if (to === 'pending' && movable.pending.includes(row.state) && !verdict.allowed) {
      console.log(`${id} cannot be sent, and stays ${row.state}: ${verdict.say}`)
      continue
    }
    const isMoved = await rows.settle(id, movable[to], { to, reason, ...time })
    if (isMoved) await createWakeUps(db).wakeAt(row.conversationId, Date.now())
    console.log(isMoved ? `${id} ${done}` : `${id} is ${row.state}: nothing changed`)
  }
}
