/** Brings the Inbox up to date for some conversations. */
import type { Kysely } from 'kysely'
import type { ConversationId } from '../../../domain/ids.ts'
import type { Database } from '../../mysql/schema.ts'
import { createThreads } from './create-threads.ts'
import { findGroups, type Group, nameOfPair, type Pair } from './find-groups.ts'
import type { PlacedText } from './new-interactions.ts'
import { writeEntries } from './write-entries.ts'
import { addWords, rewriteWords } from './write-words.ts'

export interface Refreshing {
  readonly conversationIds: ReadonlySet<ConversationId>
  readonly pairs: ReadonlyMap<string, Pair>
  /** By `nameOfPair`: those that may get a row of `conversation`. */
  readonly saying: ReadonlySet<string>
  /** Their words are read again as a whole. */
  readonly rewords: boolean
}

export interface Refreshed {
  readonly changed: readonly ConversationId[]
  readonly removed: readonly ConversationId[]
  /** All that were looked at. */
  readonly seen: readonly ConversationId[]
}

const atOnce = 100

/** May be repeated. `now` in ms. */
export async function refresh(db: Kysely<Database>, asked: Refreshing, now: number): Promise<Refreshed> {
  const { groups, gone } = await findOrCreate(db, asked)
  const changed: ConversationId[] = []
  const removed: ConversationId[] = []
  for (let from = 0; from < Math.max(groups.length, 1); from += atOnce) {
    const some = groups.slice(from, from + atOnce)
    const written = await writeEntries(db, { groups: some, gone: from === 0 ? gone : [] }, now)
    changed.push(...written.changed)
    removed.push(...written.removed)
    await rewriteWords(db, asked.rewords ? some : written.rewords)
    await addWords(
      db,
      written.named.map(({ conversationId, name }) => ({ conversationId, text: name, ts: undefined })),
    )
  }
  const seen = groups.flatMap(({ threads }) => threads.map(({ id }) => id))
  return { changed, removed, seen: [...seen, ...gone] }
}

/** The words of these texts are in the Inbox. */
export async function addTexts(
  db: Kysely<Database>,
  { texts, saying }: { readonly texts: readonly PlacedText[]; readonly saying: ReadonlySet<string> },
): Promise<void> {
  if (texts.length === 0) return
  const pairs = new Map(
    texts.flatMap(({ of }) => (typeof of === 'string' ? [] : [[nameOfPair(of), of] as const])),
  )
  const { groups } = await findOrCreate(db, { conversationIds: new Set(), pairs, saying, rewords: false })
  const ids = new Map(groups.map((group) => [nameOfPair(group), group.threads[0].id]))
  await addWords(
    db,
    texts.flatMap(({ of, text, ts }) => {
      const conversationId = typeof of === 'string' ? of : ids.get(nameOfPair(of))
      return conversationId === undefined ? [] : [{ conversationId, text, ts }]
    }),
  )
}

async function findOrCreate(
  db: Kysely<Database>,
  { conversationIds, pairs, saying }: Refreshing,
): Promise<{ readonly groups: readonly Group[]; readonly gone: readonly ConversationId[] }> {
  if (conversationIds.size + pairs.size === 0) return { groups: [], gone: [] }
  const found = await findGroups(db, { conversationIds, pairs })
  const wanted = found.without.filter((pair) => saying.has(nameOfPair(pair)))
  if (wanted.length === 0) return found
  const made = await createThreads(db, wanted)
  const more = await findGroups(db, { conversationIds: new Set(made), pairs: new Map() })
  const known = new Set(found.groups.map(nameOfPair))
  return {
    ...found,
    groups: [...found.groups, ...more.groups.filter((group) => !known.has(nameOfPair(group)))],
  }
}
