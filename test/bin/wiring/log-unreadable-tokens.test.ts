import { asPageId } from '../../../src/domain/ids.ts'
import test from 'ava'
import { logUnreadableTokens } from '../../../bin/wiring/log-unreadable-tokens.ts'
import { SecretUnreadableError } from '../../../src/errors.ts'

test('a token that cannot be decrypted is logged once a minute for each Page, and the error is thrown', async (t) => {
  const clock = { at: 1_000_000 }
  const logged: unknown[] = []
  const log = { error: (...args: unknown[]) => void logged.push(args) }
  const find = logUnreadableTokens(
    async (pageId) => {
      if (pageId === 'well') return 'a-token'
      if (pageId === 'busy') throw new Error('the database is busy')
      throw new SecretUnreadableError(`page.${pageId}.token`, 'other_key')
    },
    { log, now: () => clock.at },
  )
  const tries = async () => {
    t.is(await find(asPageId('well')), 'a-token')
    await t.throwsAsync(find(asPageId('busy')), { message: 'the database is busy' })
    for (const pageId of ['1', '2', '1'])
      await t.throwsAsync(find(asPageId(pageId)), { code: 'secret_unreadable' })
  }
  await tries()
  const { message } = new SecretUnreadableError('page.1.token', 'other_key')
  t.deepEqual(logged[0], [
    { page: '1', reason: 'secret_unreadable' },
    `no message can be sent for this Page: ${message}`,
  ])
  t.is(logged.length, 2)
  clock.at += 59_999
  await tries()
  t.is(logged.length, 2)
  clock.at += 1
  await tries()
  t.is(logged.length, 4)
})

test('a Page without a token is logged, too', async (t) => {
  const logged: unknown[] = []
  const log = { error: (...args: unknown[]) => void logged.push(args) }
  const find = logUnreadableTokens(async () => undefined, { log, now: () => 0 })
  for (const pageId of ['1', '1', '2']) t.is(await find(asPageId(pageId)), undefined)
  const says = 'no message can be sent for this Page: it has no access token. Run `pagebeat page add`'
  t.deepEqual(logged, [
    [{ page: '1', reason: 'no_token' }, says],
    [{ page: '2', reason: 'no_token' }, says],
  ])
})
