import { checkAgainstDatabase } from '../../sandbox/facebook/ledger/check-tables.ts'
import { openDatabase, query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import type { Ledger } from '../../sandbox/facebook/ledger/ledger.ts'
import type { Verdict } from '../../sandbox/facebook/ledger/verdict.ts'
import { compareDatabases, type TableComparison } from './compare-tables.ts'
import { countUnrecorded } from './raw-ledger.ts'
import type { Scene } from './theatre.ts'

export interface Judgement {
  readonly calm: Verdict
  readonly storm: Verdict
  readonly tables: readonly TableComparison[]
  readonly deadLetters: number
  /** Acked deliveries that the raw ledger lacks. */
  readonly unrecorded: number
  /** By queue and state; empty when all is done. */
  readonly openJobs: Readonly<Record<string, number>>
}

/** Both runs against what was sent, and against each other. */
export async function judge(
  calm: { readonly scene: Scene; readonly ledger: Ledger },
  storm: { readonly scene: Scene; readonly ledger: Ledger; readonly ackedBodies: ReadonlySet<string> },
): Promise<Judgement> {
  const openJobs = await storm.scene.queues.countOpen()
  const limits = { deadlineMs: 20_000, quietMs: 2_000 }
  return {
    calm: await checkAgainstDatabase(calm.ledger, calm.scene.databaseUrl, limits),
    storm: await checkAgainstDatabase(storm.ledger, storm.scene.databaseUrl, limits),
    tables: await compareDatabases(
      { url: calm.scene.databaseUrl, name: 'calm' },
      { url: storm.scene.databaseUrl, name: 'storm' },
    ),
    deadLetters: (await countDead(calm.scene)) + (await countDead(storm.scene)),
    unrecorded: await countUnrecorded(storm.scene.databaseUrl, storm.ackedBodies),
    openJobs,
  }
}

async function countDead({ databaseUrl }: Scene): Promise<number> {
  const connection = await openDatabase(databaseUrl)
  try {
    const [row] = await query(connection, 'SELECT COUNT(*) AS n FROM deadLetter')
    return row === undefined ? 0 : Number(textOf(row, 'n'))
  } finally {
    await connection.end()
  }
}
