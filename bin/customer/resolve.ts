/** `pagebeat customer resolve`: customers become what their links say. */
import type { Kysely } from 'kysely'
import { resolveAll } from '../../src/db/identity/resolve-all.ts'
import { resolveCustomers } from '../../src/db/identity/resolve-customers.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { printLine } from '../command-line/terminal.ts'

const reportMs = 5_000

export async function resolveCustomerLinks(
  db: Kysely<Database>,
  { all, now = Date.now }: { readonly all: boolean; readonly now?: () => number },
): Promise<void> {
  const marked = await resolveCustomers(db)
  printLine(`${marked.resolved} marked ids were looked at, ${marked.left} are left.`)
  if (!all) return
  let reportedAt = now()
  const { links, ids, changed } = await resolveAll(db, {
    onProgress(progress) {
      if (now() - reportedAt < reportMs) return
      reportedAt = now()
      printLine(`… ${progress.links} links, ${progress.ids} ids, ${progress.changed} changed`)
    },
  })
  printLine(`${links} links of ${ids} ids were followed: ${changed} ids changed.`)
}
