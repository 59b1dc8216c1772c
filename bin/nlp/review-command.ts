/** `pagebeat nlp review`: texts that the bot did not understand, grouped, and what to add to the storyboard. */
import { type Command, Option } from 'commander'
import { createMaskText, type MaskText } from '../../src/nlp/learn/mask-text.ts'
import { toKnownPageId } from '../command-line/known-page.ts'
import { numberUpTo, wholeNumberUpTo } from '../command-line/read-number.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine, writeBytes } from '../command-line/terminal.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { csvHeader, type DescribedGroup, describeGroup, groupLines, groupRows } from './describe-groups.ts'
import { loadLocalStoryboard, requireStoryboard } from './local-storyboard.ts'
import { propose } from './propose.ts'
import { createProgress } from './read-progress.ts'
import { type Review, review } from './review.ts'

const mostDays = 365

export function registerReview(nlp: Command): void {
  nlp
    .command('review')
    .summary('list what customers wrote and the bot did not understand')
    .description(
      'Groups the texts of customers that the bot did not understand. Also those that an agent replied to within ten\n' +
        'minutes after the bot, and those where the customer meant another intent when the bot asked. Each group has the\n' +
        'intent of the storyboard that it is nearest to. Numbers, e-mail addresses and links are masked. Changes nothing,\n' +
        'but with --write. Needs DATABASE_URL; the right to read is enough.',
    )
    .option('--storyboard <file>', 'the storyboard to compare with (default: STORYBOARD)')
    .option('--days <count>', `texts of the last days, above 0 to ${mostDays}`, numberUpTo(mostDays), 30)
    .option('--page <pageId>', 'only of this Page')
    .option('--language <tag>', 'only texts in this language, for example de')
    .option('--limit <count>', 'groups, the largest first, 1 to 2000', wholeNumberUpTo(2_000), 20)
    .option('--examples <count>', 'different texts of each group, 1 to 1000', wholeNumberUpTo(1_000), 3)
    .option('--unmasked', 'show numbers, e-mail addresses and links; keep that to yourself')
    .addOption(new Option('--json', 'print JSON').conflicts(['csv', 'patch', 'write']))
    .addOption(
      new Option('--csv', 'print text,category to fill in, for nlp eval').conflicts(['patch', 'write']),
    )
    .option('--accept <group...>', 'groups for the patch: <group>, <group>=<intent> or <group>=none')
    .option('--patch', 'print a patch of the storyboard with sentences of the accepted groups')
    .option('--write', 'write these sentences to the storyboard in place of a patch')
    .action(runReview)
}

interface ReviewOptions {
  readonly storyboard?: string
  readonly days: number
  readonly page?: string
  readonly language?: string
  readonly limit: number
  readonly examples: number
  readonly unmasked?: true
  readonly json?: true
  readonly csv?: true
  readonly accept?: readonly string[]
  readonly patch?: true
  readonly write?: true
}

async function runReview(options: ReviewOptions): Promise<void> {
  const { days, limit, examples, accept = [], language } = options
  const isProposed = options.patch === true || options.write === true
  if (isProposed && accept.length === 0)
    throw new Refused('Name the groups for the patch: --accept <group> or --accept <group>=<intent>')
  if (!isProposed && accept.length > 0)
    throw new Refused('--accept needs --patch, which prints the change, or --write, which makes it')
  const storyboard = loadLocalStoryboard(
    requireStoryboard(options.storyboard, 'pagebeat nlp review --storyboard storyboard.yaml'),
  )
  const found = await withDatabase(async (db) =>
    review(db, {
      storyboard,
      days,
      pageId: await toKnownPageId(db, options.page),
      language: language?.toLowerCase(),
      onRead: createProgress(),
    }),
  )
  const mask = createMaskText(storyboard.entities)
  const of = {
    storyboard,
    mask: options.csv === true ? showMadeUp(mask) : mask,
    examples,
    isUnmasked: options.unmasked === true,
  }
  if (isProposed)
    return propose({ ...of, groups: found.groups, accepted: accept, isWritten: options.write === true })
  const groups = found.groups.slice(0, limit).map((group) => describeGroup(group, of))
  if (options.json) {
    const { texts, ungrouped } = found
    return printJson({ days, texts, ungrouped, intents: Object.keys(storyboard.intents), groups })
  }
  if (options.csv) return writeBytes(Buffer.from([csvHeader, ...groups.flatMap(groupRows), ''].join('\n')))
  printGroups(groups, found, days)
}

/** A file to measure with holds sentences as customers write them. */
function showMadeUp(mask: MaskText): MaskText {
  return (text) => {
    const masked = mask(text)
    return { ...masked, shown: masked.madeUp }
  }
}

function printGroups(groups: readonly DescribedGroup[], found: Review, days: number): void {
  if (found.texts === 0) return printLine(`Nothing to review in the last ${days} days.`)
  for (const line of groups.flatMap(groupLines)) printLine(line)
  const more = found.groups.length - groups.length
  printLine(
    `${found.texts} ${found.texts === 1 ? 'text' : 'texts'} of the last ${days} days in ` +
      `${found.groups.length} ${found.groups.length === 1 ? 'group' : 'groups'}${more > 0 ? `, ${more} not shown` : ''}.`,
  )
  if (found.ungrouped > 0) printLine(`${found.ungrouped} more are like no group. Review fewer days.`)
}
