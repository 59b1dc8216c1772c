import type { Kysely, Updateable } from 'kysely'
import type { PageId } from '../../domain/ids.ts'
import { createProfiles } from '../events/people.ts'
import { pageProfileId } from '../../domain/event-key.ts'
import { type PauseReason, toPauseReason } from '../../domain/page-pause.ts'
import { again, inTransaction } from '../mysql/in-transaction.ts'
import type { Database } from '../mysql/schema.ts'

/** A row of `page`. A Page that was not added has one too, once events of it came. */
export interface RegisteredPage {
  readonly pageId: PageId
  readonly firstSeenTs: Date
  /** Absent: the Page was not added, or it was removed. */
  readonly registeredTs?: Date
  /** How people call it: as the operator gave it, else as Facebook told it when the Page was added. */
  readonly name?: string
  /** Its calls are paused until then. */
  readonly pausedUntil?: Date
  readonly pauseReason?: PauseReason
  /** The digest of the refused token. The Page's current token may be another. */
  readonly pausedToken?: string
}

export interface RegisteredPages {
  /**
   * The Page has a row and its reserved profile. The time it was first added stays, and its name where none is given.
   */
  register(pageId: PageId, name?: string): Promise<void>
  /** Ordered by id. */
  list(): Promise<RegisteredPage[]>
  find(pageId: PageId): Promise<RegisteredPage | undefined>
  /** The Page counts as not added. Its events stay. */
  unregister(pageId: PageId): Promise<void>
  /** Its calls are made again at once. */
  endPause(pageId: PageId): Promise<void>
}

export function createRegisteredPages(
  db: Kysely<Database>,
  { now = Date.now }: { readonly now?: () => number } = {},
): RegisteredPages {
  return {
    register: (pageId, name) =>
      inTransaction(db, async (transaction) => {
        const at = new Date(now())
        await transaction
          .insertInto('page')
          .values({ pageId, firstSeenTs: at, registeredTs: at, name: name ?? null })
          .onDuplicateKeyUpdate(({ fn, ref, val }) => ({
            registeredTs: fn.coalesce(ref('page.registeredTs'), val(at)),
            ...(name === undefined ? {} : { name }),
          }))
          .execute()
        await createProfiles(transaction, [pageProfileId(pageId)])
      }),
    async list() {
      return (await db.selectFrom('page').selectAll().orderBy('pageId').execute()).map(toPage)
    },
    async find(pageId) {
      const row = await db.selectFrom('page').selectAll().where('pageId', '=', pageId).executeTakeFirst()
      return row && toPage(row)
    },
    unregister: (pageId) => change(db, { pageId, to: { registeredTs: null, name: null } }),
    endPause: (pageId) => change(db, { pageId, to: { heldUntil: null, heldReason: null, heldToken: null } }),
  }
}

async function change(
  db: Kysely<Database>,
  { pageId, to }: { readonly pageId: PageId; readonly to: Updateable<Database['page']> },
): Promise<void> {
  await again(() => db.updateTable('page').set(to).where('pageId', '=', pageId).execute())
}

interface PageRow {
  readonly pageId: PageId
  readonly firstSeenTs: Date
  readonly registeredTs: Date | null
  readonly name: string | null
  readonly heldUntil: string | null
  readonly heldReason: string | null
  readonly heldToken: string | null
}

function toPage({
  pageId,
  firstSeenTs,
  registeredTs,
  name,
  heldUntil,
  heldReason,
  heldToken,
}: PageRow): RegisteredPage {
  return {
    pageId,
    firstSeenTs,
    ...(registeredTs === null ? {} : { registeredTs }),
    ...(name === null ? {} : { name }),
    ...(heldUntil === null ? {} : { pausedUntil: new Date(Number(heldUntil)) }),
    ...(heldReason === null ? {} : { pauseReason: toPauseReason(heldReason) }),
    ...(heldToken === null ? {} : { pausedToken: heldToken }),
  }
}
