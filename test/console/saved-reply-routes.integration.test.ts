import test from 'ava'
import { savedRepliesSchema, savedReplySchema } from '../../console/api/saved-replies.ts'
import { listAudit } from '../../src/db/console/audit-log.ts'
import { openConsole } from './running-console.ts'

test.serial('agents add, change and remove replies for all agents, and each act is in the log', async (t) => {
  const { db, signedIn } = await openConsole(t)
  await db.deleteFrom('savedReply').execute()
  const agent = await signedIn('agent')
  const admin = await signedIn('admin')
  const list = async () => savedRepliesSchema.parse((await admin.ask('/api/saved-replies')).json).replies
  const post = async (text: string) =>
    await agent.ask('/api/saved-replies', { method: 'POST', body: { text } })
  t.deepEqual(await list(), [])
  const added = await post('  Hello {first_name} 👋 ')
  t.is(added.status, 201)
  const { id, text } = savedReplySchema.parse(added.json)
  t.is(text, 'Hello {first_name} 👋')
  t.like(await post('Hello {first_name} 👋'), { status: 201, json: { id } }, 'it is there already')
  await post('hello {first_name} 👋')
  t.is((await list()).length, 2, 'small letters are another text')

  const change = async (to: string, of = id) =>
    await admin.ask(`/api/saved-replies/${of}`, { method: 'PUT', body: { text: to } })
  t.like(await change('Good day'), { status: 200, json: { id, text: 'Good day' } })
  t.like(await change('hello {first_name} 👋'), { status: 409, json: { error: 'same_text' } })
  t.is((await change('x', '77777')).status, 404)
  t.is((await change('x'.repeat(8_001))).status, 422)
  const remove = async () => (await agent.ask(`/api/saved-replies/${id}`, { method: 'DELETE' })).status
  t.is(await remove(), 204)
  t.is(await remove(), 404, 'an agent removed it')
  t.deepEqual(
    (await list()).map((one) => one.text),
    ['hello {first_name} 👋'],
  )

  const acts = (await listAudit(db, { limit: 20 })).filter(
    ({ target }) => target.kind === 'saved_reply' && target.id === id,
  )
  t.deepEqual(
    acts.map(({ act, user, target, before, after }) => [act, user?.email, target.kind, before, after]),
    [
      ['remove_saved_reply', 'agent@example.com', 'saved_reply', { characters: 8 }, undefined],
      ['change_saved_reply', 'admin@example.com', 'saved_reply', { characters: 21 }, { characters: 8 }],
      ['add_saved_reply', 'agent@example.com', 'saved_reply', undefined, { characters: 21 }],
    ],
  )
  const viewer = await signedIn('viewer')
  t.is((await viewer.ask('/api/saved-replies')).status, 403)
})

test.serial('two agents who keep the same text at once share one reply', async (t) => {
  const { db, signedIn } = await openConsole(t)
  await db.deleteFrom('savedReply').execute()
  const browsers = [await signedIn('agent'), await signedIn('admin')]
  const answers = await Promise.all(
    Array.from({ length: 8 }, async (_, n) =>
      browsers[n % 2]?.ask('/api/saved-replies', { method: 'POST', body: { text: 'Same' } }),
    ),
  )
  const ids = new Set(answers.map((answer) => savedReplySchema.parse(answer?.json).id))
  t.is(ids.size, 1)
})

test.serial('there are 500 at most', async (t) => {
  const { db, signedIn, idOf } = await openConsole(t)
  await db.deleteFrom('savedReply').execute()
  const row = { changedTs: '0', changedBy: idOf('agent') }
  const rows = Array.from({ length: 500 }, (_, n) => ({
    ...row,
    text: `t${n}`,
    textKey: Buffer.from(String(n).padStart(16, '0')),
  }))
  await db.insertInto('savedReply').values(rows).execute()
  const agent = await signedIn('agent')
  const answer = await agent.ask('/api/saved-replies', { method: 'POST', body: { text: 'One more' } })
  t.like(answer, { status: 409, json: { error: 'too_many' } })
})
