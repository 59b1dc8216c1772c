import test, { type ExecutionContext } from 'ava'
import { findCommentHistory } from '../../src/db/conversation/moderation.ts'
import { countForUndo, undoRule } from '../../src/db/moderation/undo-rule.ts'
import { applyRules } from '../../src/db/moderation/apply-rules.ts'
import { readStoredComments } from '../../src/db/moderation/stored-comments.ts'
import { listActs } from '../../src/db/moderation/list-acts.ts'
import { feedChannel } from '../../src/domain/event.ts'
import { asConversationId, asPageId } from '../../src/domain/ids.ts'
import { createRespondStep } from '../../workers/respond.ts'
import { storyboardWith } from '../storyboard/small-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const storyboard = storyboardWith({
  moderation: {
    rules: {
      links: { link: 'any', allow: ['copperkettle.example'] },
      abuse: { words: ['idiot'], act: 'delete' },
      pictures: { picture: 'image' },
    },
  },
  scenes: {
    thanks: { on: [{ comment: 'any', keyword: 'copperkettle' }], do: [{ reply_publicly: 'Thank you!' }] },
  },
})

/** A post of the Page, and what is known of the comments below it. */
async function openPost(t: ExecutionContext, repliesPerMinute = 1_000, withoutRespond = false) {
  const run = await runConversation(t, { storyboard: () => storyboard, repliesPerMinute, withoutRespond })
  const { graph, database, db } = run
  const { id: post } = graph.pagePosts(beanery.id, 'New beans')
  const ada = graph.createPerson({ name: 'Ada' })
  async function untilSettled(): Promise<void> {
    await until('every turn and message is settled', async () => {
      const [row] = await database.query(
        `select (select count(*) from turn where state = 'open')
           + (select count(*) from outbound where state in ('pending', 'sending', 'unknown')) as left_`,
      )
      return graph.outbox.pending === 0 && Number(row?.['left_']) === 0
    })
    await run.untilIdle()
  }
  return {
    ...run,
    post,
    ada,
    untilSettled,
    stateOf: (id: string) => {
      const comment = graph.page(beanery.id)?.comments.get(id)
      return comment?.removed === true ? 'removed' : comment?.hidden === true ? 'hidden' : 'shown'
    },
    acts: async () =>
      (await listActs(db, { limit: 100 })).map(
        ({ rule, act, cause, state }) => `${rule} ${act} ${cause} ${state}`,
      ),
    outcomes: async () =>
      (await database.query('select outcome from turn order by id')).map(({ outcome }) => String(outcome)),
  }
}

test('a comment that breaks a rule is hidden or deleted and gets no reply; an edit is looked at again', async (t) => {
  const run = await openPost(t)
  const { ada, post, graph, stateOf, untilSettled } = run
  const link = ada.comment(post, 'cheap shoes at evil.com')
  const abuse = ada.comment(post, 'you idiot')
  const picture = ada.comment(post, 'look', { photoUrl: 'https://scontent.example/1.jpg' })
  const fine = ada.comment(post, 'see copperkettle.example')
  await Promise.all([link, abuse, picture, fine].map(({ delivered }) => delivered))
  await untilSettled()
  t.deepEqual(
    [link, abuse, picture, fine].map(({ id }) => stateOf(id)),
    ['hidden', 'removed', 'hidden', 'shown'],
  )
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ about }) => about),
    [fine.id],
  )
  t.deepEqual((await run.outcomes()).toSorted(), ['answered', 'moderated', 'moderated', 'moderated'])

  const lovely = ada.comment(post, 'lovely')
  await lovely.delivered
  await graph.pageComments(beanery.id, lovely.id, 'Thank you, an agent').delivered
  await untilSettled()
  await ada.editComment(lovely.id, 'lovely shoes at evil.com').delivered
  await ada.editComment(link.id, 'nice shoes').delivered
  await untilSettled()
  t.is(stateOf(link.id), 'shown')
  const editedIn = Math.floor(Date.now() / 1000)
  // Facebook dates edits by the second: of two in one second nobody can tell the later one.
  await until('the next second', () => Math.floor(Date.now() / 1000) > editedIn)
  await ada.editComment(link.id, 'nice shoes at evil.com').delivered
  await ada.editComment(fine.id, 'see evil.com').delivered // it has a reply
  await untilSettled()
  t.deepEqual(
    [link, fine, lovely].map(({ id }) => stateOf(id)),
    ['hidden', 'shown', 'shown'],
  )
  t.deepEqual((await run.acts()).toSorted(), [
    'abuse delete comment sent',
    'links hide comment sent',
    'links hide edit sent',
    'links unhide edit sent',
    'pictures hide comment sent',
  ])
})

test('a flood of comments is hidden beyond the limit of replies, and undo shows each again, once', async (t) => {
  const run = await openPost(t, 3)
  const { ada, post, graph, db, stateOf, untilSettled } = run
  const flood = Array.from({ length: 8 }, (_, index) =>
    ada.comment(post, `shoes ${index} at evil${index}.com`),
  )
  const gone = ada.comment(post, 'you idiot')
  await Promise.all([...flood, gone].map(({ delivered }) => delivered))
  await untilSettled()
  t.deepEqual(new Set(flood.map(({ id }) => stateOf(id))), new Set(['hidden']))
  await ada.removeComment(flood[0]?.id ?? '').delivered
  await untilSettled()

  const links = { rule: 'links' }
  t.deepEqual(await countForUndo(db, links), { hidden: 7, deleted: 0, removed: 1 })
  t.deepEqual(await countForUndo(db, { rule: 'abuse' }), { hidden: 0, deleted: 1, removed: 0 })
  t.deepEqual(await countForUndo(db, { ...links, pageId: asPageId('1') }), {
    hidden: 0,
    deleted: 0,
    removed: 0,
  })
  const shown = await Promise.all([undoRule(db, links, Date.now), undoRule(db, links, Date.now)])
  t.is(shown[0] + shown[1], 7)
  await untilSettled()
  t.deepEqual(
    flood.map(({ id }) => stateOf(id)),
    ['removed', ...Array.from({ length: 7 }, () => 'shown')],
  )
  const unhides = graph.ledger.entries.filter((entry) => entry.is === 'signal' && entry.action === 'unhide')
  t.is(unhides.length, 7)
  t.deepEqual(await countForUndo(db, links), { hidden: 0, deleted: 0, removed: 1 })
  t.is(await undoRule(db, links, Date.now), 0)

  const stored = []
  for await (const some of readStoredComments(db, { since: Date.now() - 3_600_000, until: Date.now() }))
    stored.push(...some)
  const wanted = stored
    .filter(({ isRemoved }) => !isRemoved)
    .map((comment) => ({ comment, rule: 'links', act: 'hide' }) as const)
  const applied = await Promise.all([applyRules(db, wanted, Date.now), applyRules(db, wanted, Date.now)])
  t.is(applied[0].asked + applied[1].asked, 7)
  await untilSettled()
  t.deepEqual(new Set(flood.slice(1).map(({ id }) => stateOf(id))), new Set(['hidden']))
  t.is(await undoRule(db, links, Date.now), 7)
  await untilSettled()
  t.deepEqual(new Set(flood.slice(1).map(({ id }) => stateOf(id))), new Set(['shown']))

  const [turn] = await run.database.query('select conversationId from turn limit 1')
  const conversationId = asConversationId(String(turn?.['conversationId']))
  const history = (id = '') =>
    findCommentHistory(db, { commentId: id, pageId: asPageId(beanery.id), conversationId })
  t.deepEqual(await history(flood[0]?.id), { isReplied: false, hiddenBy: 'links' })
  t.deepEqual(await history(flood[1]?.id), { isReplied: false })
})

test('comments that are too late for a reply while they wait are judged by workers alone', async (t) => {
  const run = await openPost(t, 1_000, true)
  const { ada, post, db, database, stateOf } = run
  const spam = ['one', 'two', 'three'].map((word) => ada.comment(post, `${word} evil.com`))
  await Promise.all([...spam, ada.write(beanery.id, 'Hello')].map(({ delivered }) => delivered))
  await run.untilIdle()

  const stored = []
  for await (const some of readStoredComments(db, { since: Date.now() - 3_600_000, until: Date.now() }))
    stored.push(...some)
  const wanted = stored.map((comment) => ({ comment, rule: 'links', act: 'hide' }) as const)
  t.like(await applyRules(db, wanted, Date.now), { asked: 0 })
  t.deepEqual(await database.query('select id from outbound'), [])

  const later = () => run.deps.now() + 20 * 60_000
  await run.closeTooLate(later(), 200)
  t.deepEqual((await run.outcomes()).toSorted(), ['null', 'null', 'null', 'too_late'])
  const [conversation] = await database.query('select distinct conversationId as id from turn')
  const conversationId = asConversationId(String(conversation?.['id']))
  const respond = createRespondStep({ ...run.deps, now: later, isUnderWay: async () => false })
  await until('all are hidden', async () => {
    await respond({ v: 1, conversationId, channel: feedChannel })
    return spam.every(({ id }) => stateOf(id) === 'hidden')
  })
  t.deepEqual((await run.outcomes()).toSorted(), ['moderated', 'moderated', 'moderated', 'too_late'])

  await database.query("update turn set state = 'open' where outcome = 'moderated'")
  t.is(await run.closeTooLate(later() + 24 * 3_600_000, 200), 3)
})

test('what an agent hid stays hidden after an edit and an undo; an act on a late comment is moderation', async (t) => {
  const run = await openPost(t)
  const { ada, post, db, database, stateOf, untilSettled } = run
  const [first, again, late] = ['one', 'two', 'late'].map((word) => ada.comment(post, `${word} evil.com`))
  if (first === undefined || again === undefined || late === undefined) throw new Error('three comments')
  await Promise.all([first, again, late].map(({ delivered }) => delivered))
  await untilSettled()
  await ada.editComment(again.id, 'copperkettle, fine').delivered
  await untilSettled()
  t.is(stateOf(again.id), 'shown')

  await database.query('update contentState set hidden = 1, hiddenTs = hiddenTs + 120000')
  t.deepEqual(await countForUndo(db, { rule: 'links' }), { hidden: 0, deleted: 0, removed: 0 })
  await ada.editComment(first.id, 'copperkettle, fine').delivered
  await untilSettled()
  t.is(stateOf(first.id), 'hidden')
  await database.query('update contentState set hiddenTs = hiddenTs - 118000')
  await ada.editComment(again.id, 'copperkettle, nice').delivered
  await untilSettled()
  t.deepEqual((await run.outcomes()).slice(-2), ['content_hidden', 'content_hidden'])

  await database.query("update turn set outcome = 'too_late', outcomeIfSent = null")
  await database.query('update moderation set rule = ?', ['older'])
  const stored = []
  for await (const some of readStoredComments(db, { since: Date.now() - 3_600_000, until: Date.now() }))
    stored.push(...some.filter(({ commentId }) => commentId === late.id))
  const wanted = stored.map((comment) => ({ comment, rule: 'links', act: 'hide' }) as const)
  t.like(await applyRules(db, wanted, Date.now), { asked: 1 })
  await untilSettled()
  t.is((await run.outcomes()).filter((outcome) => outcome === 'moderated').length, 1)
})
