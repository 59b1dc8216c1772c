/** `pagebeat nlp diff`: what a changed storyboard would understand otherwise, on texts that customers wrote. */
import type { Command } from 'commander'
import { toKnownPageId } from '../command-line/known-page.ts'
import { numberUpTo, wholeNumberUpTo } from '../command-line/read-number.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { compare } from './compare.ts'
import { comparisonLines } from './describe-comparison.ts'
import { readLabelled } from './labelled-file.ts'
import { loadLocalStoryboard } from './local-storyboard.ts'
import { createProgress } from './read-progress.ts'

const mostDays = 365

export function registerDiff(nlp: Command): void {
  nlp
    .command('diff <old.yaml> <new.yaml>')
    .summary('show what a changed storyboard would understand otherwise')
    .description(
      'Trains the local provider on both storyboards, and reads with both what customers wrote.\n' +
        'Shows which texts get another intent, which are no longer understood, and which are understood now.\n' +
        'Where the right intent is known, it counts those that get wrong and those that get right.\n' +
        'Changes nothing. Needs DATABASE_URL; the right to read is enough.',
    )
    .option('--days <count>', `texts of the last days, above 0 to ${mostDays}`, numberUpTo(mostDays), 30)
    .option('--page <pageId>', 'only of this Page')
    .option('--labelled <file.csv>', 'sentences with their right intent: text,category')
    .option('--examples <count>', 'texts to show of each change, 1 to 1000', wholeNumberUpTo(1_000), 3)
    .option('--unmasked', 'show numbers, e-mail addresses and links; keep that to yourself')
    .option('--fail-on-worse', 'exit with 1 when more known texts get wrong than right')
    .option('--json', 'print JSON')
    .action(runDiff)
}

interface DiffOptions {
  readonly days: number
  readonly page?: string
  readonly labelled?: string
  readonly examples: number
  readonly unmasked?: true
  readonly failOnWorse?: true
  readonly json?: true
}

async function runDiff(oldFile: string, newFile: string, options: DiffOptions): Promise<void> {
  const { days, examples, failOnWorse = false } = options
  const labelled = options.labelled === undefined ? [] : readLabelled(options.labelled)
  const [before, after] = [loadLocalStoryboard(oldFile), loadLocalStoryboard(newFile)]
  const compared = await withDatabase(async (db) =>
    compare(db, {
      before,
      after,
      labelled,
      days,
      pageId: await toKnownPageId(db, options.page),
      examples,
      isUnmasked: options.unmasked === true,
      onRead: createProgress(),
    }),
  )
  const { texts, known, foreign } = compared
  if (options.json) printJson({ days, ...compared })
  else if (texts + known.texts + foreign === 0) printLine(`Nothing to compare in the last ${days} days.`)
  else for (const line of comparisonLines(compared)) printLine(line)
  if (!failOnWorse) return
  if (known.texts === 0)
    throw new Refused('--fail-on-worse needs texts whose intent is known: add --labelled <file.csv>')
  if (known.rightAfter < known.rightBefore) process.exitCode = 1
}
