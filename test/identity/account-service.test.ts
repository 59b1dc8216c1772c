import test from 'ava'
import { asPageId, asPsid } from '../../src/domain/ids.ts'
import { createAccountService } from '../../src/identity/account-service.ts'
import { signBody } from '../../src/signed-post.ts'

const question = { pageId: asPageId('11'), psid: asPsid('22'), code: 'secret-code' }

function serviceWith(respond: () => Response | Promise<Response>) {
  const asked: { url: string; body: string; headers: Headers }[] = []
  const ask = createAccountService({
    url: 'https://shop.example/account',
    secret: 'shared',
    deadlineMs: 1_000,
    fetch: async (url, init) => {
      const { body } = init ?? {}
      if (typeof url !== 'string' || typeof body !== 'string') throw new Error('asked in another way')
      asked.push({ url, body, headers: new Headers(init?.headers) })
      return await respond()
    },
  })
  return { ask, asked }
}

test('the service gets the code, signed as a hub is, and tells the number', async (t) => {
  const { ask, asked } = serviceWith(() => Response.json({ customer: ' 4711 ' }))
  t.deepEqual(await ask(question), { customer: '4711' })
  const [{ url, body, headers } = { url: '', body: '', headers: new Headers() }] = asked
  t.is(url, 'https://shop.example/account')
  t.deepEqual(JSON.parse(body), { v: 1, authorization_code: 'secret-code', page: '11', psid: '22' })
  t.is(headers.get('x-pagebeat-signature-256'), signBody(body, 'shared'))
})

test('a number is read as a text, and what is no number is refused', async (t) => {
  const answers: readonly (readonly [unknown, object])[] = [
    [{ customer: 4711 }, { customer: '4711' }],
    [{ customer: null }, { refused: 'refused' }],
    [{ customer: '' }, { refused: 'malformed' }],
    [{ customer: { id: 1 } }, { refused: 'malformed' }],
    [{ customer: 'x'.repeat(256) }, { refused: 'malformed' }],
    [{}, { refused: 'malformed' }],
    [[], { refused: 'malformed' }],
    ['x'.repeat(70_000), { refused: 'malformed' }],
  ]
  for (const [body, expected] of answers)
    t.deepEqual(
      await serviceWith(() => Response.json(body)).ask(question),
      expected,
      JSON.stringify(body).slice(0, 40),
    )
  t.deepEqual(await serviceWith(() => new Response('not JSON')).ask(question), { refused: 'malformed' })
  t.deepEqual(await serviceWith(() => new Response('', { status: 404 })).ask(question), {
    refused: 'refused',
  })
})

test('a service in trouble is asked again later, and after five failures it has a rest', async (t) => {
  const code = 'account_service_unavailable'
  for (const status of [500, 503, 429, 408]) {
    const { ask } = serviceWith(() => new Response('', { status }))
    await t.throwsAsync(ask(question), { code, message: new RegExp(`status_${status}`) })
  }
  const { ask, asked } = serviceWith(() => Promise.reject(new TypeError('fetch failed: secret-code')))
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const error = await t.throwsAsync(ask(question), { code })
    t.false(error.message.includes('secret-code'))
  }
  await t.throwsAsync(ask(question), { code, message: /breaker_open/ })
  t.is(asked.length, 5)
})
