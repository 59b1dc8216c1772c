import test from 'ava'
import { feedChannel, messengerChannel } from '../../src/domain/event.ts'
import { asConversationId } from '../../src/domain/ids.ts'
import { createRespondStep } from '../../workers/respond.ts'
import type { RespondDeps } from '../../workers/respond.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'
import { until } from '../helpers/until.ts'

const waits = { sendMs: 800, claimMs: 1_000, graceMs: 300, giveUpMs: 3_000 }

/** A customer who commented and then wrote in Messenger: two turns wait, and nothing replies by itself. */
async function openThread(t: Parameters<typeof runConversation>[0], comment = 'in public') {
  const run = await runConversation(t, { storyboard: echoing, waits, withoutRespond: true })
  const { graph, database } = run
  const ada = graph.createPerson({ name: 'Ada' })
  const { id } = graph.pagePosts(beanery.id, 'New beans')
  await ada.comment(id, comment).delivered
  await ada.write(beanery.id, 'hello').delivered
  await until(
    'both turns are understood',
    async () => (await database.query('select 1 from turn where understanding is not null')).length === 2,
  )
  const [row] = await database.query('select id from conversation')
  const conversationId = asConversationId(String(row?.['id']))
  return {
    ...run,
    ada,
    feed: { v: 1, conversationId, channel: feedChannel } as const,
    messenger: { v: 1, conversationId, channel: messengerChannel } as const,
  }
}

test.serial('a reply on the feed does not count for the limit of Messenger', async (t) => {
  const { deps, feed, messenger } = await openThread(t)
  const respond = createRespondStep(deps)
  for (const job of [feed, messenger]) await respond(job)
  for (const { conversationId, channel } of [feed, messenger]) {
    const { recentReplies } = await deps.conversations.read(conversationId, { channel, repliesSince: 0 })
    t.is(recentReplies, 1, channel)
  }
})

test.serial('a reply in Messenger does not wait for one on the feed whose call hangs', async (t) => {
  const { graph, deps, ada, feed, messenger } = await openThread(t)
  const hanging = Promise.withResolvers<void>()
  const slow: RespondDeps = {
    ...deps,
    async send(row) {
      if (row.action.do === 'comment') await hanging.promise
      return await deps.send(row)
    },
  }
  const respond = createRespondStep(slow)
  const onFeed = respond(feed)
  await until(
    'the public reply is claimed',
    async () =>
      (
        await deps.conversations.read(feed.conversationId, {
          channel: feedChannel,
          repliesSince: 0,
        })
      ).outboundId !== undefined,
  )
  await respond(messenger)
  await graph.ledger.until(({ person, via }) => person === ada.key && via === 'messenger')
  hanging.resolve()
  await onFeed
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ via }) => via),
    ['messenger', 'comment'],
  )
})

for (const state of ['pending', 'sending', 'unknown'] as const)
  test.serial(`a reply in Messenger is chosen beside one on the feed that is ${state}`, async (t) => {
    const { graph, database, deps, ada, feed, messenger } = await openThread(t)
    const respond = createRespondStep({
      ...deps,
      send: async () => {
        throw new Error('this worker dies')
      },
    })
    await respond(feed)
    const far = deps.now() + 60_000
    await database.query('update outbound set state = ?, claimedTs = ?', [state, far])
    await createRespondStep(deps)(messenger)
    t.deepEqual(
      graph.ledger.seenBy(ada).map(({ via }) => via),
      ['messenger'],
    )
    t.deepEqual(await database.query('select channel, state from outbound order by id'), [
      { channel: feedChannel, state },
      { channel: messengerChannel, state: 'sent' },
    ])
  })

test.serial('a reply on the feed does not wait for one in Messenger', async (t) => {
  const { graph, database, deps, ada, feed, messenger } = await openThread(t)
  const respond = createRespondStep({
    ...deps,
    send: async () => {
      throw new Error('this worker dies')
    },
  })
  await respond(messenger)
  t.deepEqual(await database.query('select state from outbound'), [{ state: 'unknown' }])
  await createRespondStep(deps)(feed)
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ via }) => via),
    ['comment'],
  )
})

test.serial(
  'a message waits for a private reply that asks: the customer has not seen the question',
  async (t) => {
    const { graph, database, deps, ada, feed, messenger } = await openThread(t, 'private please')
    const asking: RespondDeps = {
      ...deps,
      async chooseReply(input) {
        const reply = await deps.chooseReply(input)
        const asks = reply.actions.some((action) => action.do === 'private_reply')
        return asks ? { ...reply, context: { ...reply.context, waiting: { slot: 'size' } } } : reply
      },
    }
    await createRespondStep({
      ...asking,
      send: async () => {
        throw new Error('this worker dies')
      },
    })(feed)
    await createRespondStep(asking)(messenger)
    t.deepEqual(graph.ledger.seenBy(ada), [])
    await database.query("update outbound set state = 'pending'")
    await createRespondStep(asking)(feed)
    await createRespondStep(asking)(messenger)
    t.deepEqual(
      graph.ledger.seenBy(ada).map(({ via }) => via),
      ['private_reply', 'messenger'],
    )
  },
)

test.serial('a message does not wait for a private reply that asks nothing', async (t) => {
  const { graph, deps, ada, feed, messenger } = await openThread(t, 'private please')
  await createRespondStep({
    ...deps,
    send: async () => {
      throw new Error('this worker dies')
    },
  })(feed)
  await createRespondStep(deps)(messenger)
  t.deepEqual(
    graph.ledger.seenBy(ada).map(({ via }) => via),
    ['messenger'],
  )
})

test.serial(
  'a process replies to some conversations of the feed at once, and schedules the others',
  async (t) => {
    const { graph, database, deps, feed } = await openThread(t)
    const { id: postId } = graph.pagePosts(beanery.id, 'More beans')
    await graph.createPerson({ name: 'Bob' }).comment(postId, 'in public').delivered
    const [row] = await until('Bob is known', async () => {
      const rows = await database.query('select id from conversation where id <> ?', [feed.conversationId])
      return rows.length > 0 && rows
    })
    const other = asConversationId(String(row?.['id']))
    const hanging = Promise.withResolvers<void>()
    const read: string[] = []
    const respond = createRespondStep({
      ...deps,
      limits: { ...deps.limits, feedAtOnce: 1 },
      conversations: {
        async read(conversationId, options) {
          read.push(conversationId)
          return await deps.conversations.read(conversationId, options)
        },
      },
      async send(sent) {
        await hanging.promise
        return await deps.send(sent)
      },
    })
    const first = respond(feed)
    await respond({ ...feed, conversationId: other })
    t.false(read.includes(other), 'it has no place')
    t.deepEqual(
      await database.query('select feedWakeTs is not null scheduled from conversation where id = ?', [other]),
      [{ scheduled: 1 }],
    )
    hanging.resolve()
    await first
    await respond({ ...feed, conversationId: other })
    t.true(read.includes(other), 'the place is free')
  },
)

test.serial('more comments than the rate allows leave the replies in Messenger alone', async (t) => {
  const { graph, database } = await runConversation(t, { storyboard: echoing, waits: { sendMs: 5_000 } })
  const { id } = graph.pagePosts(beanery.id, 'New beans')
  const people = Array.from({ length: 4 }, (_, index) => graph.createPerson({ name: `Customer ${index}` }))
  for (let comment = 0; comment < 36; comment += 1)
    await people[comment % people.length]?.comment(id, `comment ${comment}`).delivered
  const waiting =
    "select count(*) n from outbound where channel = ? and state = 'pending' and reason = 'near_limit'"
  const countWaiting = async () => Number((await database.query(waiting, [feedChannel]))[0]?.['n'])
  await until('public replies wait for the rate of the Page', async () => (await countWaiting()) > 0)
  for (const person of people) {
    await person.write(beanery.id, 'hello').delivered
    await graph.ledger.until(({ person: key, via }) => key === person.key && via === 'messenger')
  }
  t.true((await countWaiting()) > 0, 'the public replies still wait')
  t.is(graph.ledger.seen.filter(({ via }) => via === 'comment').length, 30)
})
