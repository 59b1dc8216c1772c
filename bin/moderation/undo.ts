/** `pagebeat moderation undo`: shows again what a rule hid. */
import type { Kysely } from 'kysely'
import { findRules } from '../../src/db/moderation/list-acts.ts'
import { countForUndo, type RuleOf, type UndoCounts, undoRule } from '../../src/db/moderation/undo-rule.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { leaveUndone } from '../command-line/leave-undone.ts'
import { Refused } from '../command-line/refused.ts'
import { printLine } from '../command-line/terminal.ts'

export async function undoModeration(
  db: Kysely<Database>,
  { isConfirmed, ...of }: RuleOf & { readonly isConfirmed: boolean },
): Promise<void> {
  const counts = await countForUndo(db, of)
  if (counts.hidden + counts.deleted + counts.removed === 0) await requireKnownRule(db, of)
  for (const line of describe(of, counts)) printLine(line)
  if (counts.hidden === 0) return printLine('There is nothing to show again.')
  if (!isConfirmed) return leaveUndone()
  const shown = await undoRule(db, of, await databaseTime(db))
  printLine(
    `${comments(shown)} will be shown again by the workers: see \`pagebeat moderation list --rule ${of.rule}\`.`,
  )
  printLine('As long as the storyboard has the rule, it goes on hiding new and edited comments.')
}

async function requireKnownRule(db: Kysely<Database>, { rule }: RuleOf): Promise<void> {
  const known = await findRules(db)
  if (known.includes(rule)) return
  const which =
    known.length === 0 ? 'No rule has acted so far.' : `Rules that have acted: ${known.join(', ')}`
  throw new Refused(`No rule ${rule} has hidden or deleted a comment. ${which}`)
}

function describe({ rule }: RuleOf, { hidden, deleted, removed }: UndoCounts): string[] {
  return [
    `Rule ${rule} hid ${comments(hidden)} that can be shown again.`,
    ...(deleted === 0
      ? []
      : [`It deleted ${comments(deleted)}: Facebook keeps no deleted comment, so they cannot come back.`]),
    ...(removed === 0
      ? []
      : [`${comments(removed)} that it hid were removed since, and cannot come back either.`]),
  ]
}

function comments(count: number): string {
  return `${count} comment${count === 1 ? '' : 's'}`
}
