import test from 'ava'
import { GraphRejectedError } from '../../../src/errors.ts'
import { subscribeWhatIsAllowed } from '../../../src/facebook/page-check/refused-fields.ts'
import { fieldsFor, neededFields, webhookFields } from '../../../src/facebook/page-check/webhook-fields.ts'

const fields = Object.keys(webhookFields)

test('fields that need a permission which is not granted are not asked for', async (t) => {
  const messaging = new Set(['pages_messaging'])
  t.false(fieldsFor(messaging).includes('leadgen'))
  t.true(fieldsFor(messaging).includes('send_cart'))
  t.true(fieldsFor(new Set(['leads_retrieval'])).includes('leadgen'))
  t.deepEqual(fieldsFor(new Set()), Object.keys(neededFields))
})

/** Refuses the list while one of these fields is in it, as Facebook does. */
function refusing(bad: readonly string[], textOf: (field: string) => string) {
  const asked: (readonly string[])[] = []
  const subscribe = async (some: readonly string[]): Promise<void> => {
    asked.push(some)
    const field = some.find((each) => bad.includes(each))
    if (field === undefined) return
    throw new GraphRejectedError({
      reason: 'graph_error',
      meaning: 'permission',
      code: 200,
      text: textOf(field),
    })
  }
  return { asked, subscribe }
}

test('a field that Facebook refuses does not refuse the others', async (t) => {
  const named = refusing(['leadgen', 'send_cart'], (field) => `(#200) You cannot subscribe to ${field}`)
  const { fields: subscribed, refused } = await subscribeWhatIsAllowed(fields, named.subscribe)
  t.deepEqual(
    refused.map(({ field }) => field),
    ['leadgen', 'send_cart'],
  )
  t.regex(refused[0]?.says ?? '', /code 200: \(#200\) You cannot subscribe to leadgen/)
  t.is(subscribed.length, fields.length - 2)
  const unnamed = refusing(['leadgen'], () => '(#200) Some permission is missing')
  t.deepEqual((await subscribeWhatIsAllowed(fields, unnamed.subscribe)).fields, Object.keys(neededFields))
  const all = refusing(fields, () => '(#200) No')
  await t.throwsAsync(subscribeWhatIsAllowed(fields, all.subscribe), { instanceOf: GraphRejectedError })
})

/** Names what is valid, as Facebook does for a field that its version does not know. */
function notKnowing(field: string, { cutAt }: { readonly cutAt?: number } = {}) {
  const asked: (readonly string[])[] = []
  const valid = fields.filter((each) => each !== field).join(', ')
  const subscribe = async (some: readonly string[]): Promise<void> => {
    asked.push(some)
    const index = some.indexOf(field)
    if (index < 0) return
    const text = `(#100) Param subscribed_fields[${index}] must be one of {${valid}} - got "${field}"`
    throw new GraphRejectedError({
      reason: 'graph_error',
      meaning: 'permission',
      code: 100,
      text: text.slice(0, cutAt),
    })
  }
  return { asked, subscribe }
}

for (const cutAt of [400, undefined])
  test(`a field that Facebook does not know is left out alone, of a text cut at ${cutAt}`, async (t) => {
    const { subscribe } = notKnowing('response_feedback', cutAt === undefined ? {} : { cutAt })
    const { fields: subscribed, refused } = await subscribeWhatIsAllowed(fields, subscribe)
    t.deepEqual(
      refused.map(({ field }) => field),
      ['response_feedback'],
    )
    t.is(subscribed.length, fields.length - 1)
  })

test('a needed field that Facebook does not know stops the command', async (t) => {
  const { asked, subscribe } = notKnowing('message_echoes', { cutAt: 400 })
  await t.throwsAsync(subscribeWhatIsAllowed(fields, subscribe), { instanceOf: GraphRejectedError })
  t.is(asked.length, 1, 'the subscription that is there stays')
})
