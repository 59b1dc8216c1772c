/** `pagebeat customer resolve`: customers become what their links say. */
import type { Command } from 'commander'
import type { Kysely } from 'kysely'
import { resolveAll } from '../../src/db/identity/resolve-all.ts'
import { resolveCustomers } from '../../src/db/identity/resolve-customers.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'

const reportMs = 5_000
/** Customers are looked at two at a time, and each may need a second connection. */
const poolSize = 4

export function addResolve(customer: Command): void {
  customer
    .command('resolve')
    .description('follow the links of marked customers, as workers do by themselves')
    .option('--all', 'look at every customer again, after another identity.sharedAt or a change by hand')
    .action(({ all }: { readonly all?: true }) =>
      withDatabase((db) => resolveLinks(db, { all: all === true }), { poolSize }),
    )
}

export async function resolveLinks(db: Kysely<Database>, { all }: { readonly all: boolean }): Promise<void> {
  const marked = await resolveCustomers(db)
  printLine(`${marked.resolved} marked ids were looked at, ${marked.left} are left.`)
  if (!all) return
  let reportedAt = performance.now()
  const { links, ids, changed } = await resolveAll(db, {
    onProgress(progress) {
      if (performance.now() - reportedAt < reportMs) return
      reportedAt = performance.now()
      printLine(`… ${progress.links} links, ${progress.ids} ids, ${progress.changed} changed`)
    },
  })
  printLine(`${links} links of ${ids} ids were followed: ${changed} ids changed.`)
}
