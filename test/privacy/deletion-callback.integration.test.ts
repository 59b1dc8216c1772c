/** A request that comes through Facebook, from its callback to its status page. */
import test from 'ava'
import { openForgetting } from '../../bin/wiring/open-forget.ts'
import { createDeletionRequests } from '../../src/db/privacy/deletion-requests.ts'
import { appScoped } from '../../src/domain/identity-link.ts'
import { asProfileId } from '../../src/domain/ids.ts'
import { createPrivacyRequests } from '../../src/redis/privacy-requests.ts'
import { makePrivacyRound } from '../../workers/privacy-rounds.ts'
import { echoing } from '../helpers/echoing-storyboard.ts'
import { readRedis } from '../helpers/redis-texts.ts'
import { beanery, runConversation } from '../helpers/running-conversation.ts'

test('a deletion that Facebook passes on is done where the id is known, and else left to the operator', async (t) => {
  const { graph, database, db, redis, env, receiverUrl, untilIdle } = await runConversation(t, {
    storyboard: echoing,
  })
  const ada = graph.createPerson({ name: 'Ada' })
  await ada.write(beanery.id, 'hello').delivered
  await graph.ledger.until(({ text }) => text === 're: hello (1)')
  await untilIdle()
  await database.query('insert into chan2Profile (channelId, cidType, pId) values (?, ?, ?)', [
    'asid-of-ada',
    appScoped,
    `facebook:${ada.psid(beanery.id)}`,
  ])
  const options = { db, redis: redis.connection, prefix: redis.prefix, secretKeys: [env.PAGEBEAT_SECRET_KEY] }
  const { close, runs, finish } = openForgetting(options)
  const later = openForgetting({ ...options, now: () => Date.now() + 120_000 })
  const requests = createDeletionRequests(db)
  const round = () =>
    makePrivacyRound({
      inbox: createPrivacyRequests(redis.connection, redis.prefix),
      requests,
      forgetting: { close, claim: () => later.runs.claim(), finish },
      log: { info: () => undefined },
    })
  const headingOf = async (code: string) =>
    /<h1>(.*)<\/h1>/.exec(await (await fetch(`${receiverUrl}/facebook/data-deletion/${code}`)).text())?.[1]

  const known = await graph.callBack('data-deletion', 'asid-of-ada')
  const strange = await graph.callBack('data-deletion', 'asid-of-nobody')
  const removed = await graph.callBack('deauthorize', 'asid-of-ada')
  t.deepEqual([known.status, strange.status, removed.status], [200, 200, 200])
  const [a = '', b = ''] = [known, strange].map(({ confirmation_code: code }) => code)
  t.is(known.url, `http://brand.example/facebook/data-deletion/${a}`)
  t.is(await headingOf(a), 'Your request has arrived')
  await round()
  t.is(await headingOf(a), 'Your data is deleted')
  t.is(await headingOf(b), 'Your request is with our staff')
  t.deepEqual(await database.query('select pId from interaction where pId <> ?', [`page:${beanery.id}`]), [])
  const list = await requests.list(['unmatched', 'done', 'recorded'], 10)
  t.deepEqual(list.map(({ kind, state, userId }) => `${kind} ${state} ${userId ?? '-'}`).toSorted(), [
    'data_deletion done -',
    'data_deletion unmatched asid-of-nobody',
    'deauthorize recorded -',
  ])
  const texts = (await readRedis(redis.connection, redis.prefix)).join()
  t.false(texts.includes('asid-of-'), 'Redis forgets the ids')

  // The operator finds out who it was.
  await database.query('insert into profile (pId) values (?)', ['4711'])
  await close(asProfileId('4711'), { reason: 'operator', requestCode: b })
  await requests.begin(b)
  await round()
  t.is(await headingOf(b), 'Your data is deleted')
  t.is((await requests.find(b))?.userId, undefined)
  t.is((await runs.list(10)).length, 2)
  // Facebook repeats its call: it is the same request, and nothing is done again.
  t.is((await graph.callBack('data-deletion', 'asid-of-ada')).status, 200)
  await round()
  t.is(await headingOf(b), 'Your data is deleted')
})
