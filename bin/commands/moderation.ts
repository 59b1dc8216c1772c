import type { Command } from 'commander'
import { readConfig } from '../../src/config.ts'
import { listModeration } from '../moderation/list.ts'
import { applyModeration, tryModeration } from '../moderation/try.ts'
import { undoModeration } from '../moderation/undo.ts'
import { toKnownPageId } from '../command-line/known-page.ts'
import { numberUpTo, wholeNumberUpTo } from '../command-line/read-number.ts'
import { Refused } from '../command-line/refused.ts'
import { withDatabase } from '../command-line/with-database.ts'

const mostDays = 365

export function registerModeration(program: Command): void {
  const moderation = program
    .command('moderation')
    .description(
      'try the moderation rules of a storyboard, apply them to stored comments, list their acts, undo a rule',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  pagebeat moderation try storyboards/coffee/storyboard.yaml --days 30\n' +
        '  pagebeat moderation list --rule links\n  pagebeat moderation undo --rule links --yes',
    )
  moderation
    .command('try [file]')
    .description(
      'dry run: which stored comments the rules of this storyboard (default: STORYBOARD) would hide or delete',
    )
    .option('--days <count>', `comments of the last days, above 0 to ${mostDays}`, numberUpTo(mostDays), 7)
    .option('--page <pageId>', 'only of this Page')
    .option('--rule <name>', 'show only what this rule would do')
    .option('--sample <count>', 'comments to show of each rule, 0 to 1000', wholeNumberUpTo(1_000), 5)
    .option('--texts', 'show the texts of the comments, and what the rule found in them')
    .option('--json', 'print JSON with every comment that a rule would act on')
    .action((file: string | undefined, { days, page, rule, sample, texts, json }: TryOptions) =>
      withDatabase(async (db) =>
        tryModeration(db, {
          file: file ?? requireStoryboard(),
          days,
          pageId: await toKnownPageId(db, page),
          rule,
          sample,
          withTexts: texts === true,
          asJson: json === true,
        }),
      ),
    )
  moderation
    .command('apply [file]')
    .description(
      'act on stored comments that came before the rules or too late; without --yes it is a dry run',
    )
    .option('--days <count>', `comments of the last days, above 0 to ${mostDays}`, numberUpTo(mostDays), 7)
    .option('--page <pageId>', 'only of this Page')
    .option('--rule <name>', 'only by this rule')
    .option('--yes', 'do it')
    .action((file: string | undefined, { days, page, rule, yes }: ApplyOptions) =>
      withDatabase(async (db) =>
        applyModeration(db, {
          file: file ?? requireStoryboard(),
          days,
          pageId: await toKnownPageId(db, page),
          rule,
          sample: 0,
          withTexts: false,
          asJson: false,
          isConfirmed: yes === true,
        }),
      ),
    )
  moderation
    .command('list')
    .description('list the acts of the rules, newest first, without texts')
    .option('--rule <name>', 'only of this rule')
    .option('--page <pageId>', 'only of this Page')
    .option('--limit <count>', 'acts, 1 to 100000', wholeNumberUpTo(100_000), 50)
    .option('--json', 'print JSON')
    .action(({ rule, page, limit, json }: ListOptions) =>
      withDatabase(async (db) =>
        listModeration(db, { rule, pageId: await toKnownPageId(db, page), limit, asJson: json === true }),
      ),
    )
  moderation
    .command('undo')
    .description('show every comment again that a rule hid; without --yes it only says what it would do')
    .requiredOption('--rule <name>', 'the rule, also one that the storyboard no longer has')
    .option('--page <pageId>', 'only on this Page')
    .option('--yes', 'do it')
    .action(({ rule, page, yes }: { rule: string; page?: string; yes?: true }) =>
      withDatabase(async (db) =>
        undoModeration(db, { rule, pageId: await toKnownPageId(db, page), isConfirmed: yes === true }),
      ),
    )
}

interface TryOptions {
  readonly days: number
  readonly page?: string
  readonly rule?: string
  readonly sample: number
  readonly texts?: true
  readonly json?: true
}

interface ApplyOptions extends Pick<TryOptions, 'days' | 'page' | 'rule'> {
  readonly yes?: true
}

interface ListOptions {
  readonly rule?: string
  readonly page?: string
  readonly limit: number
  readonly json?: true
}

function requireStoryboard(): string {
  const { STORYBOARD } = readConfig(process.env, { required: [], optional: ['STORYBOARD'] })
  if (STORYBOARD !== undefined) return STORYBOARD
  throw new Refused('Name the storyboard, or set STORYBOARD: pagebeat moderation try storyboard.yaml')
}
