import test from 'ava'
import { randomBytes } from 'node:crypto'
import { createAppParams } from '../../../src/db/pages/app-params.ts'
import { createSecretBox } from '../../../src/secret-box.ts'
import { openTables } from '../../helpers/open-tables.ts'

const box = createSecretBox([randomBytes(32).toString('base64')])

const secret = { key: 'page.7.token', value: 'EAAB-marker-🔑', isSecret: true } as const

async function openParams() {
  const { db, database } = await openTables()
  await database.query('delete from appParams')
  return { db, database, params: createAppParams(db, box), withoutKey: createAppParams(db) }
}

test.serial('a secret is encrypted in the table, decrypted by its key, and shown in no list', async (t) => {
  const { params, database } = await openParams()
  await params.set({ ...secret, description: 'of the Page' })
  await params.set({ key: 'app.greeting', value: 'Hi 🙂', type: 'text' })
  t.is(await params.get(secret.key), secret.value)
  t.deepEqual(await params.list(), [
    { key: 'app.greeting', value: 'Hi 🙂', type: 'text', isSecret: false },
    { key: secret.key, type: 'secret', description: 'of the Page', isSecret: true },
  ])
  t.deepEqual(await params.list('app.'), [
    { key: 'app.greeting', value: 'Hi 🙂', type: 'text', isSecret: false },
  ])
  t.deepEqual(await params.list('app_'), [])
  t.false(JSON.stringify(await database.query('select * from appParams')).includes('marker'))
})

test.serial(
  'a secret that was copied to another key cannot be decrypted, nor one without the secret key',
  async (t) => {
    const { params, withoutKey, database } = await openParams()
    await params.set(secret)
    await database.query(
      "insert into appParams (paramKey, paramValue, paramType) select 'page.8.token', paramValue, paramType from appParams",
    )
    await t.throwsAsync(params.get('page.8.token'), { code: 'secret_unreadable', message: /copied/ })
    await t.throwsAsync(withoutKey.get(secret.key), {
      code: 'secret_unreadable',
      message: /PAGEBEAT_SECRET_KEY/,
    })
    await t.throwsAsync(withoutKey.set(secret), { code: 'secret_unreadable' })
  },
)

test.serial(
  'the key is the same in any case, and a secret that was set under another spelling is decrypted',
  async (t) => {
    const { params } = await openParams()
    await params.set(secret)
    await params.set({ ...secret, key: 'PAGE.7.Token', value: 'newer' })
    t.is(await params.get(secret.key), 'newer')
    t.is((await params.list()).length, 1)
  },
)

test.serial('a secret never becomes readable when it is set again', async (t) => {
  const { params } = await openParams()
  await params.set(secret)
  await t.throwsAsync(params.set({ key: secret.key, value: 'plain' }), { code: 'param_is_secret' })
  t.is(await params.get(secret.key), secret.value)
})

test.serial(
  'after resealing, the first key alone decrypts every secret; one that cannot be decrypted stops it all',
  async (t) => {
    const { db, params, database } = await openParams()
    const [older = '', newer = ''] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'))
    const under = (...keys: readonly string[]) => createAppParams(db, createSecretBox(keys))
    await under(older).set(secret)
    await params.set({ key: 'plain', value: 'as it is' })
    t.is(await under(newer, older).reseal(), 1)
    t.is(await under(newer).get(secret.key), secret.value)
    t.is(await params.get('plain'), 'as it is')

    await under(older).set({ ...secret, key: 'another' })
    await params.set({ ...secret, key: 'foreign' })
    const before = await database.query('select * from appParams order by paramKey')
    await t.throwsAsync(under(newer, older).reseal(), { code: 'secret_unreadable', message: /foreign/ })
    t.deepEqual(await database.query('select * from appParams order by paramKey'), before)
  },
)

test.serial('rows of the seed keep what is not set: type, description and NULL', async (t) => {
  const { params, withoutKey, database } = await openParams()
  await database.query(
    "insert into appParams values ('fbVersion', 'v2.3', 'string', 'API version'), ('empty', null, null, null)",
  )
  t.is(await withoutKey.get('fbVersion'), 'v2.3')
  t.is(await params.get('empty'), undefined)
  t.deepEqual(await params.find('empty'), { key: 'empty', isSecret: false })
  await withoutKey.set({ key: 'fbVersion', value: 'v26.0' })
  t.deepEqual(await database.query("select * from appParams where paramKey = 'fbVersion'"), [
    { paramKey: 'fbVersion', paramValue: 'v26.0', paramType: 'string', description: 'API version' },
  ])
  t.true(await params.remove('empty'))
  t.false(await params.remove('empty'))
})
