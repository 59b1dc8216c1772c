import test from 'ava'
import { listAudit } from '../../../src/db/console/audit-log.ts'
import { createConsoleSessions, sessionTimes } from '../../../src/db/console/sessions.ts'
import { createConsoleUsers } from '../../../src/db/console/users.ts'
import { openTables } from '../../helpers/open-tables.ts'

async function open() {
  const { db } = await openTables()
  let nowMs = 1_700_000_000_000
  const now = () => nowMs
  const users = createConsoleUsers(db, now)
  const sessions = createConsoleSessions(db, now)
  const eva = await users.add({ email: ' Eva@Example.com', name: 'Eva', role: 'agent', passwordHash: 'h' })
  if (eva === undefined) throw new Error('not added')
  return { db, users, sessions, eva, pass: (ms: number) => (nowMs += ms) }
}

test.serial('a user is added once, changed, removed and added again, with an entry for each', async (t) => {
  const { db, users, eva } = await open()
  const { id } = eva
  t.deepEqual(eva, {
    id,
    email: 'eva@example.com',
    name: 'Eva',
    role: 'agent',
    hasPassword: true,
    createdTs: 1_700_000_000_000,
  })
  const again = { email: 'EVA@example.com', name: 'Eve', role: 'admin', passwordHash: undefined } as const
  t.is(await users.add(again), undefined)
  await users.setRole(id, 'viewer')
  await users.setPassword(id, 'other')
  t.deepEqual(await users.findPasswordHash('eva@example.com'), { id, hash: 'other' })
  await users.remove(id)
  t.deepEqual(await users.list(), [])
  t.is(await users.find('eva@example.com'), undefined)
  t.is(await users.findPasswordHash('eva@example.com'), undefined)
  t.like(await users.add(again), { id, name: 'Eve', role: 'admin', hasPassword: false })
  const acts = (await listAudit(db, { limit: 10 })).map(({ act, before, after }) => ({ act, before, after }))
  t.deepEqual(acts.toReversed(), [
    { act: 'add_user', before: undefined, after: { role: 'agent', email: 'eva@example.com' } },
    { act: 'set_role', before: { role: 'agent' }, after: { role: 'viewer' } },
    { act: 'set_password', before: undefined, after: undefined },
    { act: 'remove_user', before: undefined, after: undefined },
    { act: 'add_user', before: undefined, after: { role: 'admin', email: 'eva@example.com' } },
  ])
})

test.serial('two commands that add one e-mail at the same time add one user', async (t) => {
  const { users } = await open()
  const user = { email: 'max@example.com', name: 'Max', role: 'admin', passwordHash: undefined } as const
  const added = await Promise.all([users.add(user), users.add(user), users.add(user)])
  t.is(added.filter((one) => one !== undefined).length, 1)
})

test.serial('a session is found by its token alone, until it is idle, old, closed or replaced', async (t) => {
  const { db, sessions, eva, pass } = await open()
  const { token } = await sessions.open(eva.id, { way: 'password' })
  const found = await sessions.find(token)
  t.deepEqual(found, {
    user: {
      id: eva.id,
      email: eva.email,
      name: 'Eva',
      role: 'agent',
      sessionId: found?.user.sessionId ?? '',
    },
    csrf: found?.csrf ?? '',
  })
  t.regex(found?.csrf ?? '', /^[\w-]{43}$/)
  const stored = JSON.stringify(await db.selectFrom('consoleSession').selectAll().execute())
  t.false(stored.includes(token))
  t.is(await sessions.find(`${token}x`), undefined)

  pass(sessionTimes.idleMs - 1)
  t.truthy(await sessions.find(token), 'a use begins the idle time again')
  pass(sessionTimes.idleMs - 1)
  t.truthy(await sessions.find(token))
  pass(sessionTimes.idleMs)
  t.is(await sessions.find(token), undefined)

  const second = await sessions.open(eva.id, { way: 'link' })
  for (let left = sessionTimes.longestMs; left > 0; left -= sessionTimes.idleMs / 2) {
    t.truthy(await sessions.find(second.token))
    pass(sessionTimes.idleMs / 2)
  }
  t.is(await sessions.find(second.token), undefined)

  const third = await sessions.open(eva.id, { way: 'oidc' })
  const fourth = await sessions.open(eva.id, { way: 'oidc', replaced: third.token })
  t.is(await sessions.find(third.token), undefined)
  const user = (await sessions.find(fourth.token))?.user
  if (user === undefined) return t.fail()
  t.true(await sessions.isLive(user.sessionId))
  await sessions.close(user)
  t.false(await sessions.isLive(user.sessionId))
  t.is(await sessions.find(fourth.token), undefined)
  pass(sessionTimes.longestMs * 2)
  await sessions.purge()
  t.deepEqual(await db.selectFrom('consoleSession').selectAll().execute(), [])
})

test.serial('a change of rights, a removal and the operator end all sessions and links', async (t) => {
  const { users, sessions, eva } = await open()
  const ends = [
    () => users.setRole(eva.id, 'admin'),
    () => users.setPassword(eva.id, 'x'),
    async () => void t.is(await sessions.revokeAllOf(eva.id), 2),
    () => users.remove(eva.id),
  ]
  for (const end of ends) {
    const opened = [
      await sessions.open(eva.id, { way: 'link' }),
      await sessions.open(eva.id, { way: 'oidc' }),
    ]
    const link = await sessions.createLink(eva.id)
    await end()
    for (const { token } of opened) t.is(await sessions.find(token), undefined)
    t.is(await sessions.useLink(link), undefined)
  }
})

test.serial('a link signs in once, within its time', async (t) => {
  const { sessions, eva, pass } = await open()
  const link = await sessions.createLink(eva.id)
  const used = await Promise.all([1, 2, 3].map(() => sessions.useLink(link)))
  t.deepEqual(
    used.filter((one) => one !== undefined),
    [{ userId: eva.id }],
  )
  t.is(await sessions.useLink('unknown'), undefined)
  const late = await sessions.createLink(eva.id)
  pass(sessionTimes.linkMs)
  t.is(await sessions.useLink(late), undefined)
})
