import test from 'ava'
import { sendCallback, signRequest } from '../../sandbox/facebook/webhooks/signed-request.ts'
import type {
  PrivacyRequest,
  PrivacyRequestState,
  PrivacyRequestStatus,
} from '../../src/domain/privacy-request.ts'
import { appSecret, openRaw, send } from './http.ts'
import { withReceiver } from './stub-receiver.ts'

const request = { userId: '218471', issuedAt: 1_780_000_000, appSecret }
const unknownCode = '0'.repeat(32)

function keepInMemory(isStored = true) {
  const added: PrivacyRequest[] = []
  const shown = new Map<string, PrivacyRequestStatus>()
  return {
    added,
    shown,
    add: async (one: PrivacyRequest) => {
      if (isStored) added.push(one)
      return isStored
    },
    find: async (code: string) => shown.get(code),
  }
}

test('a deletion is answered with its code and its status page, once it is stored', async (t) => {
  const privacyRequests = keepInMemory()
  await withReceiver(
    async ({ port }) => {
      const base = `http://127.0.0.1:${port}/facebook`
      const response = await sendCallback(`${base}/data-deletion`, request)
      const code = response.confirmation_code ?? ''
      t.deepEqual(response, {
        status: 200,
        url: `https://brand.example/facebook/data-deletion/${code}`,
        confirmation_code: code,
      })
      t.like(privacyRequests.added, [
        { kind: 'data_deletion', code, userId: '218471', issuedTs: 1_780_000_000_000 },
      ])
      t.is((await sendCallback(`${base}/data-deletion`, request)).confirmation_code, code)
      t.is((await sendCallback(`${base}/deauthorize`, request)).status, 200)
      t.is(privacyRequests.added.at(-1)?.kind, 'deauthorize')
    },
    { privacyRequests, publicUrl: 'https://brand.example' },
  )
})

test('a request that is not signed by this app changes nothing', async (t) => {
  const privacyRequests = keepInMemory()
  await withReceiver(
    async ({ port }) => {
      const path = '/facebook/data-deletion'
      t.is(
        (await sendCallback(`http://127.0.0.1:${port}${path}`, { ...request, appSecret: 'other' })).status,
        403,
      )
      const good = signRequest({ user_id: '1', algorithm: 'HMAC-SHA256', issued_at: 1 }, appSecret)
      const statusOf = async (body: string): Promise<number> =>
        (await send(port, { method: 'POST', path, body, headers: { 'content-length': String(body.length) } }))
          .status
      t.is(await statusOf(''), 403)
      t.is(await statusOf(good), 403)
      t.is(await statusOf(`signed_request=${good}&signed_request=${good}`), 403)
      t.is(await statusOf(`signed_request=${'x'.repeat(17_000)}`), 413)
      t.deepEqual(privacyRequests.added, [])
      t.is(await statusOf(`signed_request=${good}`), 200)
    },
    { privacyRequests },
  )
})

test('a body without a length is read up to 16 KiB', async (t) => {
  const privacyRequests = keepInMemory()
  await withReceiver(
    async ({ port }) => {
      const raw = await openRaw(port)
      raw.write('POST /facebook/data-deletion HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n')
      raw.write(`5000\r\n${'x'.repeat(0x5000)}\r\n`)
      t.regex(await raw.closed, /^HTTP\/1\.1 413 /)
    },
    { privacyRequests },
  )
})

test('a request that Redis does not take is answered 503, so Facebook can repeat it', async (t) => {
  await withReceiver(
    async ({ port }) => {
      t.is((await sendCallback(`http://127.0.0.1:${port}/facebook/data-deletion`, request)).status, 503)
    },
    { privacyRequests: keepInMemory(false) },
  )
})

test('the status page tells what became of the request, and nothing of the customer', async (t) => {
  const privacyRequests = keepInMemory()
  await withReceiver(
    async ({ port }) => {
      const { confirmation_code: code = '' } = await sendCallback(
        `http://127.0.0.1:${port}/facebook/data-deletion`,
        request,
      )
      const page = (path: string) => send(port, { path: `/facebook/data-deletion/${path}` })
      const headings: Readonly<Record<PrivacyRequestState, string>> = {
        received: 'Your request has arrived',
        in_progress: 'Your data is being deleted',
        done: 'Your data is deleted',
        unmatched: 'Your request is with our staff',
        recorded: 'Your request is recorded',
      }
      for (const [state, heading] of Object.entries(headings)) {
        privacyRequests.shown.set(code, {
          kind: 'data_deletion',
          state: state as PrivacyRequestState,
          receivedTs: 0,
          changedTs: 0,
        })
        const { status, text, headers } = await page(code)
        t.is(status, 200)
        t.true(text.includes(`<h1>${heading}</h1>`) && text.includes(code), state)
        t.is(text.includes('We finished the deletion'), state === 'done')
        t.false(text.includes('218471'))
        t.is(headers['cache-control'], 'no-store')
      }
      t.is((await page(unknownCode)).status, 404)
      t.is((await page('%3Cscript%3E')).status, 404)
      t.false((await page('%3Cscript%3E')).text.includes('script'))
    },
    { privacyRequests },
  )
})
