import test from 'ava'
import { randomBytes } from 'node:crypto'
import { createAppParams } from '../../../src/db/pages/app-params.ts'
import { createPageTokens, pageTokenKey } from '../../../src/db/pages/page-tokens.ts'
import { asPageId } from '../../../src/domain/ids.ts'
import { createSecretBox } from '../../../src/secret-box.ts'
import { openTables } from '../../helpers/open-tables.ts'

const box = createSecretBox([randomBytes(32).toString('base64')])

const secret = { key: 'page.7.token', value: 'EAAB-marker-🔑', isSecret: true } as const

async function openParams() {
  const { db, database } = await openTables()
  await database.query('delete from appParams')
  return { db, database, params: createAppParams(db, box), withoutKey: createAppParams(db) }
}

test.serial(
  'a new token is found after the cache time, or at once when the old one is forgotten',
  async (t) => {
    const { params } = await openParams()
    let now = 0
    let questions = 0
    const counted = { get: (key: string) => ((questions += 1), params.get(key)) }
    const tokens = createPageTokens(counted, { cacheMs: 5_000, now: () => now })
    t.is(await tokens.find(asPageId('7')), undefined)
    await params.set(secret)
    t.is(await tokens.find(asPageId('7')), undefined)
    now = 5_000
    t.deepEqual(await Promise.all([tokens.find(asPageId('7')), tokens.find(asPageId('7'))]), [
      secret.value,
      secret.value,
    ])
    t.is(questions, 2)
    await params.set({ ...secret, value: 'newer' })
    tokens.forget(asPageId('7'))
    t.is(await tokens.find(asPageId('7')), 'newer')
  },
)

test.serial('a failure to read a token is not cached', async (t) => {
  const { params, database } = await openParams()
  const tokens = createPageTokens(params, { cacheMs: 60_000 })
  await database.query("insert into appParams values (?, 'not sealed', 'secret', null)", [
    pageTokenKey(asPageId('7')),
  ])
  await t.throwsAsync(tokens.find(asPageId('7')), { code: 'secret_unreadable' })
  await params.set(secret)
  t.is(await tokens.find(asPageId('7')), secret.value)
})
