/** `pagebeat moderation try`: prints the dry run. */
import type { Kysely } from 'kysely'
import type { PageId } from '../../src/domain/ids.ts'
import { databaseTime } from '../../src/db/mysql/database-clock.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { createUnderstand } from '../../src/nlp/understand.ts'
import { readModeration } from '../../src/storyboard/engine/moderate.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'
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
  const storyboard = loadStoryboard(given.file)
  const { rules } = storyboard.definition.moderation ?? {}
  const { judge } = readModeration(storyboard.definition)
  if (rules === undefined || judge === undefined)
    throw new Refused(`${given.file} has no rules: add moderation, see docs/reference/storyboard.md`)
  if (given.rule !== undefined && !Object.hasOwn(rules, given.rule))
    throw new Refused(`${given.file} has no rule ${given.rule}. It has: ${Object.keys(rules).join(', ')}`)
  const until = (await databaseTime(db))()
  const asksForMeaning = Object.values(rules).some(({ intent }) => intent !== undefined)
  const result = await tryRules(db, {
    judge,
    understand: asksForMeaning ? createUnderstand({ examples: storyboard.examples }) : undefined,
    since: until - given.days * dayMs,
    until,
    pageId: given.pageId,
  })
  const tried = result.tried.filter(({ rule }) => given.rule === undefined || rule === given.rule)
  const names = Object.keys(rules).filter((name) => given.rule === undefined || name === given.rule)
  if (given.asJson) printJson(toJson({ ...result, tried }, given))
  else print({ ...result, tried }, { ...given, names })
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
  if (kept.replied > 0) printLine(`${kept.replied} more stay: the bot replied to them.`)
  if (kept.hiddenByOthers > 0) printLine(`${kept.hiddenByOthers} more are hidden already, not by a rule.`)
}

function describe({ comment, found }: Tried, withTexts: boolean): string {
  const { commentId, pageId, ts, text = '' } = comment
  const line = `${new Date(ts).toISOString()}  comment ${commentId} of Page ${pageId}`
  return withTexts ? `${line}  ${found}: ${text.slice(0, 200)}` : line
}
