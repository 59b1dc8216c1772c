/** Comments, edits, the dry run and the undo, one after the other, while calls fail and workers are killed. */
import { setTimeout as pause } from 'node:timers/promises'
import { query, textOf } from '../../sandbox/facebook/ledger/found-rows.ts'
import { createRandom } from '../../sandbox/facebook/world/random.ts'
import { raiseStorm } from '../converse/graph-storm.ts'
import { openSetup, type Setup } from '../converse/setup.ts'
import { startRandomKills } from '../kills.ts'
import type { StormSettings } from '../known-truth.ts'
import { createJudgement, type Judgement } from '../report.ts'
import type { Figure } from '../result-file.ts'
import { makeComment, makeComments, type MadeComment } from './comments.ts'
import { type FoundComment, judgeRules } from './judge.ts'
import { moderated, ruleNames } from './rules.ts'
import { runPagebeat } from './run-command.ts'

export interface ModerationSettings extends StormSettings {
  readonly comments: number
  readonly people: number
}

const waits = {
  sendMs: 1_500,
  claimMs: 2_500,
  graceMs: 1_500,
  endedAfterErrorMs: 1_500,
  endedAfterSilenceMs: 3_500,
}
const settleMs = 300_000
/** Of the comments: every tenth is edited. */
const editedShare = 0.1

type Made = MadeComment & { readonly id: string; readonly page: string; readonly isReplied?: boolean }

export async function playModeration(settings: ModerationSettings) {
  const { seed, people, pages, workers, perSecond, faults, killMs } = settings
  const setup = await openSetup({
    seed,
    pages,
    workers,
    waits,
    layout: 'one',
    concurrency: 8,
    storyboard: moderated,
  })
  const { graph, pageIds, installation } = setup
  const judgement = createJudgement()
  raiseStorm(graph, { share: faults, lateMs: 2_000 })
  const killed = { count: 0 }
  const kills = startRandomKills(installation, setup.workers, {
    betweenMs: killMs,
    random: createRandom(`${seed} kills`),
    killed,
  })
  const startedMs = performance.now()
  const random = createRandom(`${seed} people`)
  const customers = Array.from({ length: people }, (_, index) =>
    graph.createPerson({ name: `Customer ${index + 1}` }),
  )
  const posts = pageIds.map((page) => ({ page, id: graph.pagePosts(page, 'New beans').id }))

  const written: Made[] = []
  const authors = new Map<string, (typeof customers)[number]>()
  for (const comment of makeComments(seed, settings.comments)) {
    const post = random.pick(posts)
    const person = random.pick(customers)
    const options = comment.photoUrl === undefined ? {} : { photoUrl: comment.photoUrl }
    const { id } = person.comment(post.id, comment.text, options)
    written.push({ ...comment, id, page: post.page })
    authors.set(id, person)
    await pause(1_000 / perSecond)
  }
  judgement.expect(await setup.untilSettled(settleMs), 'not every comment was settled')

  const replied = new Set(graph.ledger.seen.flatMap(({ via, about }) => (via === 'comment' ? [about] : [])))
  const edited = createRandom(`${seed} edits`)
  const known = written.map((comment): Made => {
    const isReplied = replied.has(comment.id)
    if (comment.photoUrl !== undefined || !edited.chance(editedShare)) return { ...comment, isReplied }
    const next = makeComment(
      edited,
      comment.breaks === undefined ? edited.pick(['links', 'words']) : 'harmless',
    )
    authors.get(comment.id)?.editComment(comment.id, next.text)
    return { ...comment, ...next, isReplied, ...(isReplied ? { breaks: undefined } : {}) }
  })
  judgement.expect(await setup.untilSettled(settleMs), 'not every edit was settled')
  const found = await findComments(setup, known)
  judgement.line('comments', `${known.length} by ${people} customers`)
  judgement.line(
    'edited',
    known.filter(({ id, text }) => written.find((one) => one.id === id)?.text !== text).length,
  )
  judgement.line('replied to, and so left alone', known.filter(({ isReplied }) => isReplied).length)
  await judgeTables(setup, { known, judgement })
  judgeRules(found, judgement)
  const seenTwice = graph.ledger.duplicates().length
  judgement.line('public replies seen twice', seenTwice)
  judgement.expect(seenTwice === 0, 'a customer saw a reply twice')
  const hiddenAndReplied = found.filter(({ id, isHidden }) => isHidden && replied.has(id)).length
  judgement.line('hidden, although the bot had replied', hiddenAndReplied)
  judgement.expect(hiddenAndReplied === 0, 'a comment was hidden that the bot had replied to')

  await judgeDryRun(setup, found, judgement)
  await judgeUndo(setup, { found, judgement })
  await kills.stop()
  judgement.line('kills of workers', killed.count)
  judgement.line('faulty calls', graph.answers.filter(({ status }) => status !== 200).length)
  judgement.line('time', `${((performance.now() - startedMs) / 1_000).toFixed(1)} s`)
  const figures: Figure[] = [
    { name: 'comments', value: known.length, unit: 'comments' },
    { name: 'hidden', value: found.filter(({ isHidden }) => isHidden).length, unit: 'comments' },
    { name: 'kills', value: killed.count, unit: 'kills' },
  ]
  return { setup, judgement, figures }
}

async function findComments({ graph, database }: Setup, known: readonly Made[]): Promise<FoundComment[]> {
  const rows = await query(
    database,
    `select m.commentId, m.rule, m.act from moderation m join outbound o on o.id = m.outboundId
      where o.state = 'sent' order by m.outboundId`,
  )
  const last = new Map(rows.map((row) => [textOf(row, 'commentId'), row]))
  return known.map((comment) => {
    const row = last.get(comment.id)
    return {
      ...comment,
      isHidden: graph.page(comment.page)?.comments.get(comment.id)?.hidden === true,
      hiddenBy: row !== undefined && textOf(row, 'act') === 'hide' ? textOf(row, 'rule') : undefined,
    }
  })
}

/** Every comment is in the tables, and none is a dead letter: else a rule could not act on it. */
async function judgeTables(
  { database }: Setup,
  { known, judgement }: { readonly known: readonly Made[]; readonly judgement: Judgement },
): Promise<void> {
  const rows = await query(
    database,
    `select f.comment_id, f.photo, t.outcome from chanFacebookFeed f left join turn t on t.kwInteractionId = f.kwInteractionId
      where f.item = 'comment' and f.verb = 'add'`,
  )
  const stored = new Map(rows.map((row) => [textOf(row, 'comment_id'), row]))
  const missing = known.filter(({ id }) => !stored.has(id)).length
  const [dead] = await query(
    database,
    `select count(*) n, group_concat(distinct reason) reasons from deadLetter`,
  )
  judgement.line('comments that are not in the tables', missing)
  judgement.line(
    'dead letters',
    dead === undefined ? 0 : `${textOf(dead, 'n')} ${textOf(dead, 'reasons')}`.trim(),
  )
  judgement.expect(missing === 0, 'a comment is not in the tables')
  const outcomes = Map.groupBy(rows, (row) => textOf(row, 'outcome'))
  judgement.line('turns', [...outcomes].map(([outcome, some]) => `${some.length} ${outcome}`).join(', '))
}

/** The dry run names the comments that are hidden, each by the rule that hid it. */
async function judgeDryRun(
  { installation, storyboard }: Setup,
  found: readonly FoundComment[],
  judgement: Judgement,
): Promise<void> {
  const args = ['moderation', 'try', storyboard, '--days', '1', '--json']
  const { status, output } = await runPagebeat(args, { databaseUrl: installation.databaseUrl })
  judgement.expect(status === 0, 'the dry run failed')
  if (status !== 0) return
  const { acts, replied }: { acts: { commentId: string; rule: string }[]; replied: number } =
    JSON.parse(output)
  const live = found.flatMap(({ id, hiddenBy }) => (hiddenBy === undefined ? [] : [`${id} ${hiddenBy}`]))
  const tried = new Set(acts.map(({ commentId, rule }) => `${commentId} ${rule}`))
  const missing = live.filter((one) => !tried.has(one)).length
  const more = [...tried].filter((one) => !live.includes(one)).length
  judgement.line('dry run', `${tried.size} comments, ${replied} more left alone as the bot replied`)
  judgement.line('hidden and not in the dry run', missing)
  judgement.line('in the dry run and not hidden', more)
  judgement.expect(missing + more === 0, 'the dry run differs from what was hidden')
}

/** Each rule is undone twice at once, and one of the two is killed. Then it is undone again. */
async function judgeUndo(
  setup: Setup,
  { found, judgement }: { readonly found: readonly FoundComment[]; readonly judgement: Judgement },
): Promise<void> {
  const { graph, installation } = setup
  const { databaseUrl } = installation
  const before = graph.ledger.entries.length
  for (const rule of ruleNames) {
    const args = ['moderation', 'undo', '--rule', rule]
    const asked = await runPagebeat(args, { databaseUrl })
    judgement.expect(
      asked.status === 1 && /--yes/.test(asked.output),
      `undo of ${rule} did not ask for --yes`,
    )
    await Promise.all([
      runPagebeat([...args, '--yes'], { databaseUrl, killAfterMs: 600 }),
      runPagebeat([...args, '--yes'], { databaseUrl }),
    ])
    await runPagebeat([...args, '--yes'], { databaseUrl })
  }
  judgement.expect(await setup.untilSettled(settleMs), 'not every undo was settled')
  const after = await findComments(
    setup,
    found.map((one) => ({ ...one, page: pageOf(setup, one.id) })),
  )
  const left = after.filter(({ isHidden }) => isHidden).length
  const signals = graph.ledger.entries
    .slice(before)
    .flatMap((entry) =>
      entry.is === 'signal' && entry.action === 'unhide' && entry.id !== undefined ? [entry.id] : [],
    )
  const should = found.filter(({ isHidden }) => isHidden).length
  judgement.line('undo: shown again', `${new Set(signals).size} of ${should}`)
  judgement.line('undo: still hidden', left)
  judgement.line('undo: shown again twice', signals.length - new Set(signals).size)
  judgement.expect(left === 0 && new Set(signals).size === should, 'undo did not show every comment again')
  judgement.expect(signals.length === new Set(signals).size, 'undo showed a comment twice')
}

function pageOf({ graph, pageIds }: Setup, id: string): string {
  return pageIds.find((page) => graph.page(page)?.comments.has(id) === true) ?? ''
}
