import test from 'ava'
import { Agent } from 'undici'
import { postText } from '../../src/notify/post-text.ts'
import { startReceiverOfFacts } from '../helpers/notified.ts'

const dispatcher = new Agent({ headersTimeout: 300, connect: { timeout: 1_000 } })
test.after.always(() => dispatcher.destroy())

test('a receiver gets the text as Slack does', async (t) => {
  const { url, posts } = await startReceiverOfFacts(t)
  t.deepEqual(await postText(url, 'Hello', dispatcher), { is: 'sent' })
  t.is(posts[0]?.text, 'Hello')
})

const statuses = {
  204: { is: 'sent' },
  302: { is: 'refused', reason: 'status_302' },
  404: { is: 'refused', reason: 'status_404' },
  429: { is: 'later', reason: 'status_429', afterMs: 7_000 },
  500: { is: 'later', reason: 'status_500', afterMs: 7_000 },
  504: { is: 'unclear', reason: 'status_504' },
} as const

for (const [status, expected] of Object.entries(statuses))
  test(`status ${status}`, async (t) => {
    const { url, posts } = await startReceiverOfFacts(t, (response) =>
      response.writeHead(Number(status), { location: '/elsewhere', 'retry-after': '7' }).end(),
    )
    t.deepEqual(await postText(url, 'Hello', dispatcher), expected)
    t.is(posts.length, 1, 'a redirect is not followed')
  })

test('without a connection nothing was told, without a response it may have been', async (t) => {
  const { url: silent } = await startReceiverOfFacts(t, () => undefined)
  t.deepEqual(await postText(silent, 'Hello', dispatcher), {
    is: 'unclear',
    reason: 'UND_ERR_HEADERS_TIMEOUT',
  })
  const { url: broken } = await startReceiverOfFacts(t, (response) => response.destroy())
  t.is((await postText(broken, 'Hello', dispatcher)).is, 'unclear')
  const closed = await postText('http://127.0.0.1:9/T0/B0/secret', 'Hello', dispatcher)
  t.deepEqual(closed, { is: 'later', reason: 'ECONNREFUSED', afterMs: undefined })
})
