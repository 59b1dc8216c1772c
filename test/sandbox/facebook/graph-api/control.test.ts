import test from 'ava'
import { at, pageId, startTrial } from './trial.ts'
import type { Json } from './trial.ts'

test('a browser can act for a customer, read what they see, and follow the events', async (t) => {
  const { graph, send } = await startTrial(t)
  const ask = async (method: string, path: string, body?: Json) => {
    const answer = await fetch(`${graph.url}/_world${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const json: unknown = await answer.json()
    return { status: answer.status, body: json }
  }
  const ada = at((await ask('POST', '/people', { name: 'Ada Lovelace' })).body, 'key')
  const events = await fetch(`${graph.url}/_world/events?after=0`)
  const post = at((await ask('POST', `/pages/${pageId}/post`, { text: 'New beans' })).body, 'id')
  await ask('POST', `/people/${String(ada)}/comment`, { target: post, text: 'How much?' })
  await ask('POST', `/people/${String(ada)}/write`, { page: pageId, text: 'Hello' })
  const thread = (await ask('GET', `/threads/${pageId}/${String(ada)}`)).body
  await send(String(at(thread, 'psid')), {
    message: { text: 'Yes?', quick_replies: [{ content_type: 'text', title: 'Prices', payload: 'PRICES' }] },
  })
  await ask('POST', `/people/${String(ada)}/tap`, { page: pageId, what: 'Prices' })
  const after = (await ask('GET', `/threads/${pageId}/${String(ada)}`)).body
  t.deepEqual(
    [0, 1, 2].map((index) => at(after, 'messages', index, 'text')),
    ['Hello', 'Yes?', 'Prices'],
  )
  t.is(at((await ask('GET', `/pages/${pageId}/posts`)).body, 0, 'comments', 0, 'text'), 'How much?')
  t.is(at((await ask('GET', `/people/${String(ada)}/seen`)).body, 0, 'text'), 'Yes?')
  t.is((await ask('POST', `/people/${String(ada)}/tap`, { page: pageId, what: 'Nothing' })).status, 400)
  t.is((await ask('GET', '/nothing')).status, 404)

  let heard = ''
  for await (const chunk of events.body ?? []) {
    heard += Buffer.from(chunk).toString('utf8')
    if (heard.includes('"payload":"PRICES"')) break
  }
  const names = heard.match(/^event: \w+/gm)?.map((line) => line.slice(7)) ?? []
  t.deepEqual(
    names.filter((name) => name !== 'signal'),
    ['action', 'action', 'seen', 'action'],
  )
})

test('a form of another site cannot act here', async (t) => {
  const { graph } = await startTrial(t)
  const answer = await fetch(`${graph.url}/_world/people`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"name":"Eve"}',
  })
  t.is(answer.status, 400)
  t.deepEqual(graph.people(), [])
})
