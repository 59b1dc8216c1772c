/** What a customer said is unsent, edited, removed or hidden before its turn has a reply. */
import test from 'ava'
import { createTurns } from '../../src/db/conversation/turns.ts'
import { GraphRateLimitedError } from '../../src/errors.ts'
import { comment, fromPerson, message, messengerBody, pageId } from '../helpers/decoded.ts'
import { openConversation as open } from '../helpers/stepwise-conversation.ts'

const now = Date.now()
const written = Math.floor(now / 1_000) * 1_000 - 5_000

const said = message('501', 'm1', written, 'the old words')
const edited = (text: string, number = 1): string =>
  messengerBody({
    ...fromPerson('501', written + number * 100),
    message_edit: { mid: 'm1', text, num_edit: number },
  })
const unsent = messengerBody({
  ...fromPerson('501', written + 300),
  message: { mid: 'm1', is_deleted: true },
})

const commented = comment('c1', written, { message: 'the old words' })
const page = { id: pageId, name: 'The Page' }
const commentEdited = comment('c1', written + 1_000, { verb: 'edited', message: 'the new words' })
const commentRemoved = comment('c1', written + 2_000, { verb: 'remove' })
const commentHidden = comment('c1', written + 2_000, { verb: 'hide', from: page })
const commentShown = comment('c1', written + 3_000, { verb: 'unhide', from: page })

const gone = [
  ['a message that is unsent', said, [unsent], 'message_unsent'],
  ['a message that is edited and unsent', said, [edited('the new words'), unsent], 'message_unsent'],
  ['a comment that is removed', commented, [commentRemoved], 'content_removed'],
  ["a comment that the Page's staff hides", commented, [commentHidden], 'content_hidden'],
] as const

for (const [title, first, then, outcome] of gone)
  for (const order of ['before', 'together', 'after'] as const)
    test.serial(`${title} gets no reply: the change comes ${order}`, async (t) => {
      const run = await open()
      if (order === 'before') await run.stitch(...then)
      const turnIds = await run.stitch(first, ...(order === 'together' ? then : []))
      await run.nlp(turnIds)
      if (order === 'after') await run.stitch(...then)
      await run.respond()
      t.deepEqual(run.sent, [])
      t.deepEqual(await run.outcomes(), [outcome])
    })

for (const [title, first, then] of [
  ['a message', said, edited('the new words')],
  ['a comment', commented, commentEdited],
] as const)
  for (const order of ['before', 'together', 'before nlp', 'after nlp'] as const)
    test.serial(
      `${title} that is edited is understood and answered by its new words: ${order}`,
      async (t) => {
        const run = await open()
        if (order === 'before') await run.stitch(then)
        const turnIds = await run.stitch(first, ...(order === 'together' ? [then] : []))
        const early = order === 'before nlp' ? await run.stitch(then) : []
        await run.nlp(turnIds)
        await run.nlp(early)
        if (order === 'after nlp') {
          const again = await run.stitch(then)
          await run.respond() // before nlp has run again: the turn waits for it
          t.deepEqual(run.sent, [])
          t.is(again.length, 1)
          await run.nlp(again)
        }
        await run.respond()
        t.deepEqual(run.sent, ['the new words / the new words'])
      },
    )

test.serial(
  'an edit that comes while the reply is chosen makes it outdated; one after the claim does not',
  async (t) => {
    const run = await open()
    await run.nlp(await run.stitch(said))
    let edits = 0
    await run.respond({
      ...run.deps,
      async chooseReply(input) {
        edits += 1
        if (edits === 1) await run.nlp(await run.stitch(edited('the new words')))
        return await run.deps.chooseReply(input)
      },
      async send(row) {
        t.deepEqual(await run.stitch(edited('too late', 2)), [], 'its turn is done')
        return await run.deps.send(row)
      },
    })
    t.deepEqual(run.sent, ['the new words / the new words'])
  },
)

test.serial(
  'the understanding of an earlier edit that ends late does not replace that of the latest',
  async (t) => {
    const run = await open()
    const turnIds = await run.stitch(said)
    const { find, recordUnderstanding } = createTurns(run.db)
    const [turnId] = turnIds
    const old = turnId === undefined ? undefined : await find(turnId)
    if (old === undefined) return t.fail('no turn')
    await run.nlp(await run.stitch(edited('the new words')))
    await recordUnderstanding(old, { provider: 'local', version: 'old', entities: [] })
    await run.respond()
    t.deepEqual(run.sent, ['the new words / the new words'])
  },
)

test.serial('a comment that is hidden and shown again is answered', async (t) => {
  const run = await open()
  await run.nlp(await run.stitch(commented, commentHidden, commentShown))
  await run.respond()
  t.deepEqual(run.sent, ['the old words / the old words'])
})

test.serial("a reply that hides the comment goes on after the webhook of the bot's own hide", async (t) => {
  const run = await open((text) => [{ do: 'hide' }, { do: 'comment', text }])
  await run.nlp(await run.stitch(commented))
  await run.respond({
    ...run.deps,
    async send(row) {
      if (row.action.do === 'hide') await run.stitch(commentHidden)
      return await run.deps.send(row)
    },
  })
  t.deepEqual(run.sent, ['hide', 'the old words / the old words'])
})

test.serial('a reply that waits for its place is not sent when its comment is removed', async (t) => {
  const run = await open()
  await run.nlp(await run.stitch(commented))
  const fault = { reason: 'page_paused', meaning: 'near_limit' } as const
  await run.respond({
    ...run.deps,
    async send() {
      throw new GraphRateLimitedError(fault, { scope: 'page', retryAfterMs: 60_000 })
    },
  })
  t.deepEqual(await run.database.query('select state from outbound'), [{ state: 'pending' }])
  await run.stitch(commentRemoved)
  await run.respond()
  t.deepEqual(run.sent, [])
  t.deepEqual(await run.database.query('select state, reason from outbound'), [
    { state: 'suppressed', reason: 'content_removed' },
  ])
})
