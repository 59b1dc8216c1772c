import test from 'ava'
import { at, comment, message } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

const ada = (name: string) => ({ id: '501', name })

test.serial("keeps a brand's own profile id and the name it wrote", async (t) => {
  const { record, database } = await openTables()
  await database.query(
    "insert into chan2Profile (channelId, cidType, pId) values ('501', 'facebook', 'crm-77'), ('501', 'web', 'crm-78')",
  )
  await database.query(
    "insert into profile (pId, firstName, lastName, city) values ('crm-77', 'Lady', 'Ada', 'London')",
  )
  await record(comment('c1', at(0), { from: ada('Ada Lovelace') }), message('501', 'm1', at(1)))
  await record(comment('c2', at(2), { from: ada('Ada King') }))
  t.deepEqual(await database.query('select distinct pId from interaction'), [{ pId: 'crm-77' }])
  t.deepEqual(
    await database.query(
      'select p.firstName, p.lastName, p.city, f.name from profile p join profileFacebook f using (pId)',
    ),
    [{ firstName: 'Lady', lastName: 'Ada', city: 'London', name: 'Ada King' }],
  )
  t.deepEqual(await database.query("select pId from profile where pId like 'facebook:%'"), [])
  t.deepEqual(await database.query('select channelId, cidType, pId from chan2Profile order by cidType'), [
    { channelId: '501', cidType: 'facebook', pId: 'crm-77' },
    { channelId: '501', cidType: 'web', pId: 'crm-78' },
  ])
})

test.serial(
  'follows the name of Facebook until the brand writes another, even one that differs only by an accent',
  async (t) => {
    const { record, database } = await openTables()
    const name = () => database.query("select firstName, lastName from profile where pId = 'facebook:501'")
    await record(comment('c1', at(0), { from: ada('Jose Garcia') }))
    await record(comment('c2', at(10), { from: ada('Jose Garcia Lopez') }))
    t.deepEqual(await name(), [{ firstName: 'Jose', lastName: 'Garcia Lopez' }])
    await record(comment('c0', at(5), { from: ada('An Older Name') }))
    t.deepEqual(await name(), [{ firstName: 'Jose', lastName: 'Garcia Lopez' }])
    await database.query(
      "update profile set firstName = 'José', lastName = 'García López' where pId = 'facebook:501'",
    )
    await record(comment('c3', at(20), { from: ada('Pepe Garcia') }))
    t.deepEqual(await name(), [{ firstName: 'José', lastName: 'García López' }])
  },
)

test.serial('does not change columns of the brand, nor rows without an event key', async (t) => {
  const { record, database } = await openTables()
  await database.query(
    "insert into interaction (pId, channel, interactionType, ts, direction) values ('crm-1', 'web', 'visit', '2020-01-01', 'in')",
  )
  const before = await database.query('select * from interaction')
  await record(comment('c1', at(0)), message('501', 'm1', at(1)))
  t.deepEqual(await database.query('select * from interaction where eventKey is null'), before)
})
