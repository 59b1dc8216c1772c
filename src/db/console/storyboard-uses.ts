/** The storyboards that the workers loaded: rows of `storyboardUse`. */
import type { Kysely } from 'kysely'
import { again } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

export interface LoadedVersion {
  readonly name: string
  readonly version: string
  /** The boxes of its drawing, as JSON. */
  readonly flow: string
  /** ms */
  readonly now: number
}

/** The latest row is of this version, and so drawn. Workers that load it at once may write it twice. */
export async function recordStoryboard(
  db: Kysely<Database>,
  { name, version, flow, now }: LoadedVersion,
): Promise<void> {
  await again(async () => {
    const latest = await latestOf(db)
    if (latest?.version === version && latest.flow === flow) return
    await db
      .insertInto('storyboardUse')
      .values({ sinceTs: String(Math.round(now)), version, name, flow })
      .execute()
  })
}

export interface StoryboardUse {
  readonly version: string
  readonly sinceTs: number
}

export interface KnownStoryboard {
  /** The latest one. */
  readonly now: StoryboardUse & { readonly name: string; readonly flow: string }
  /** Those of the period, the earliest first; each holds until the next one. */
  readonly uses: readonly StoryboardUse[]
}

/** Undefined: no worker has loaded a storyboard yet. */
export async function readStoryboards(
  db: Kysely<Database>,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<KnownStoryboard | undefined> {
  const latest = await latestOf(db)
  if (latest === undefined) return undefined
  const before = await db
    .selectFrom('storyboardUse')
    .select(['version', 'sinceTs'])
    .where('sinceTs', '<=', String(from))
    .orderBy('id', 'desc')
    .limit(1)
    .execute()
  const within = await db
    .selectFrom('storyboardUse')
    .select(['version', 'sinceTs'])
    .where('sinceTs', '>', String(from))
    .where('sinceTs', '<', String(to))
    .orderBy('id')
    .limit(mostUses)
    .execute()
  const uses: StoryboardUse[] = []
  for (const { version, sinceTs } of [...before, ...within])
    if (uses.at(-1)?.version !== version) uses.push({ version, sinceTs: Number(sinceTs) })
  const { name, version, sinceTs, flow } = latest
  return { now: { name, version, sinceTs: Number(sinceTs), flow }, uses }
}

const mostUses = 1_000

async function latestOf(db: Kysely<Database>) {
  return await db
    .selectFrom('storyboardUse')
    .select(['name', 'version', 'sinceTs', 'flow'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}
