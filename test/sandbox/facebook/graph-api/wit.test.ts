import test from 'ava'
import type { ExecutionContext } from 'ava'
import { startWit } from '../../../../sandbox/wit/server.ts'
import type { WitOptions } from '../../../../sandbox/wit/server.ts'
import { trainWit } from '../../../../sandbox/wit/train.ts'
import { at } from './trial.ts'
import { until } from '../../../helpers/until.ts'

async function startTrial(t: ExecutionContext, options: Partial<WitOptions> = {}) {
  const answers = trainWit({ greet: ['hello there', 'good morning'], order: ['where is my order'] })
  const wit = await startWit({ token: 'W1', answers, ...options })
  t.teardown(() => wit.close())
  const ask = async (text: string, { version = '20240304', token = 'W1' } = {}) => {
    const url = `${wit.url}/message?v=${version}&q=${encodeURIComponent(text)}`
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
    return { status: answer.status, text: await answer.text() }
  }
  return { wit, ask }
}

test('a trained app answers with intents since 2020, with entities before, and with nothing for nonsense', async (t) => {
  const { ask, wit } = await startTrial(t)
  const fresh: unknown = JSON.parse((await ask('Where is my order?')).text)
  t.is(at(fresh, 'intents', 0, 'name'), 'order')
  const old: unknown = JSON.parse((await ask('hello there', { version: '20170307' })).text)
  t.is(at(old, 'entities', 'intent', 0, 'value'), 'greet')
  t.is(at(old, 'WARNING'), 'DEPRECATED')
  t.deepEqual(JSON.parse((await ask('zzz')).text), { text: 'zzz', intents: [], entities: {}, traits: {} })
  t.is((await ask('x'.repeat(280))).status, 400)
  t.is((await ask('hello', { token: 'W2' })).status, 401)
  t.deepEqual(wit.asked.slice(0, 2), ['Where is my order?', 'hello there'])
})

test('a script may name entities, and an interval has no value', async (t) => {
  const { ask } = await startTrial(t, {
    answers: () => ({
      intent: 'report',
      sentiment: 'neutral',
      entities: [{ name: 'wit$datetime', body: 'last week', more: { type: 'interval', grain: 'week' } }],
    }),
  })
  const answer: unknown = JSON.parse((await ask('report of last week')).text)
  const entity = at(answer, 'entities', 'wit$datetime:datetime', 0)
  t.deepEqual(
    ['start', 'end', 'type', 'value'].map((key) => at(entity, key)),
    [10, 19, 'interval', undefined],
  )
  t.is(at(answer, 'traits', 'wit$sentiment', 0, 'value'), 'neutral')
})

test('throttling looks like a mistake in the text; being down, slow and garbled are as they sound', async (t) => {
  const { ask, wit } = await startTrial(t)
  wit.faults.force('throttled')
  const throttled = await ask('hello there')
  t.is(throttled.status, 400)
  t.regex(throttled.text, /Something went wrong/)
  wit.faults.force('down')
  await t.throwsAsync(ask('hello there'))
  wit.faults.force('garbage')
  t.is((await ask('hello there')).text, '<html></html>')
  wit.faults.set('slow', 0, { ms: 200 })
  wit.faults.force('slow')
  const order: string[] = []
  const slow = ask('good morning').then(() => order.push('asked first'))
  await until('wit.ai is asked', () => wit.asked.includes('good morning'))
  await ask('hello there').then(() => order.push('asked second'))
  await slow
  t.deepEqual(order, ['asked second', 'asked first'])
})

test('silent is asked and tells nothing; not listening refuses, until it listens again', async (t) => {
  const { ask, wit } = await startTrial(t)
  wit.faults.force('silent')
  const unheard = ask('hello there')
  await until('wit.ai is asked', () => wit.asked.length > 0)
  await ask('good morning')
  t.deepEqual([...wit.toldAt.keys()], ['good morning'])
  await Promise.all([wit.stopListening(), t.throwsAsync(unheard)])
  await t.throwsAsync(ask('hello there'))
  t.deepEqual(wit.asked, ['hello there', 'good morning'])
  await wit.listenAgain()
  t.is((await ask('hello there')).status, 200)
})
