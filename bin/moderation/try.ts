/** `pagebeat moderation try` prints the dry run; `apply` does what it says. */
import type { Kysely } from 'kysely'
import { applyRules } from '../../src/db/moderation/apply-rules.ts'
import type { PageId } from '../../src/domain/ids.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createUnderstand } from '../../src/nlp/understand.ts'
import { moderatesByIntent, readModeration } from '../../src/storyboard/engine/moderate.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
import { leaveUndone } from '../command-line/leave-undone.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { type Tried, tryRules, type TryResult } from './try-rules.ts'

export interface TryModeration {
  readonly file: string
  readonly days: number
  readonly pageId: PageId | undefined
  readonly rule: string | undefined
  readonly sample: number
  readonly withTexts: boolean
  readonly asJson: boolean
}

const dayMs = 24 * 3_600_000

export async function tryModeration(db: Kysely<Database>, given: TryModeration): Promise<void> {
  const { result, names } = await readTry(db, given)
  if (given.asJson) printJson(toJson(result, given))
  else print(result, { ...given, names })
}

/** Does what the dry run says, if that is confirmed. */
export async function applyModeration(
  db: Kysely<Database>,
  { isConfirmed, ...given }: TryModeration & { readonly isConfirmed: boolean },
): Promise<void> {
  const { result, names, now } = await readTry(db, given)
  print(result, { ...given, names })
  if (result.tried.length === 0) return
  if (!isConfirmed)
    return leaveUndone(
      'To hide and delete them, repeat the command with --yes. A deleted comment cannot come back.',
    )
  const { asked, withoutTurn } = await applyRules(db, result.tried, now)
  printLine(`The workers act on ${asked} of them; the others are hidden already, or got a reply meanwhile.`)
  if (withoutTurn > 0)
    printLine(`${withoutTurn} came when no storyboard listened to comments: hide them at Facebook by hand.`)
}

async function readTry(db: Kysely<Database>, given: TryModeration) {
  const storyboard = loadStoryboard(given.file)
  const { rules } = storyboard.definition.moderation ?? {}
  const { judge } = readModeration(storyboard.definition)
  if (rules === undefined || judge === undefined)
    throw new Refused(`${given.file} has no rules: add moderation, see docs/reference/storyboard.md`)
  if (given.rule !== undefined && !Object.hasOwn(rules, given.rule))
    throw new Refused(`${given.file} has no rule ${given.rule}. It has: ${Object.keys(rules).join(', ')}`)
  const now = await databaseTime(db)
  const until = now()
  const result = await tryRules(db, {
    judge,
    understand: moderatesByIntent(storyboard.definition)
      ? createUnderstand({ examples: storyboard.examples })
      : undefined,
    since: until - given.days * dayMs,
    until,
    pageId: given.pageId,
  })
  const isShown = (rule: string) => given.rule === undefined || rule === given.rule
  const tried = result.tried.filter(({ rule }) => isShown(rule))
  return { result: { ...result, tried }, names: Object.keys(rules).filter(isShown), now }
}

function toJson({ comments, tried, kept }: TryResult, { days, withTexts }: TryModeration) {
  return {
    days,
    comments,
    ...kept,
    rules: Object.fromEntries(
      [...Map.groupBy(tried, ({ rule }) => rule)].map(([rule, some]) => [rule, some.length]),
    ),
    acts: tried.map(({ comment, rule, act, found }) => ({
      pageId: comment.pageId,
      commentId: comment.commentId,
      rule,
      act,
      ...(withTexts ? { found, text: comment.text ?? '' } : {}),
    })),
  }
}

function print(
  { comments, tried, kept }: TryResult,
  { file, days, names, sample, withTexts }: TryModeration & { readonly names: readonly string[] },
): void {
  printLine(
    `Dry run of the rules of ${file} over the comments of the last ${days} days. Nothing was changed.`,
  )
  const byRule = Map.groupBy(tried, ({ rule }) => rule)
  const width = Math.max(...names.map((name) => name.length), 4)
  for (const name of names) {
    const some = byRule.get(name) ?? []
    printLine(`  ${name.padEnd(width)}  ${some[0]?.act === 'delete' ? 'deletes' : 'hides'} ${some.length}`)
    for (const one of some.slice(0, sample)) printLine(`    ${describe(one, withTexts)}`)
    if (some.length > sample && sample > 0) printLine(`    and ${some.length - sample} more`)
  }
  printLine(`${tried.length} of ${comments} comments break a rule.`)
  if (kept.replied > 0) printLine(`${kept.replied} more stay: the Page replied to them.`)
  if (kept.hiddenByOthers > 0) printLine(`${kept.hiddenByOthers} more are hidden already, not by a rule.`)
}

function describe({ comment, found }: Tried, withTexts: boolean): string {
  const { commentId, pageId, ts, text = '' } = comment
  const line = `${new Date(ts).toISOString()}  comment ${commentId} of Page ${pageId}`
  return withTexts ? `${line}  ${found}: ${text.slice(0, 200)}` : line
}
