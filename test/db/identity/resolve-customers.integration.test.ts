import test from 'ava'
import { sql } from 'kysely'
import { resolveAll } from '../../../src/db/identity/resolve-all.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import { createRandom, setting } from '../../../trials/identity/random-history.ts'
import { randomDeeds } from '../../../trials/identity/random-deeds.ts'
import {
  createPlayer,
  differenceOf,
  findDifference,
  emptyAll,
  replay,
  takeSnapshot,
} from '../../../trials/identity/replay.ts'
import { createTestDatabase } from '../../helpers/database.ts'

const recorders = 8
const histories = 12

test('any order, eight recorders at once, and revocations leave the same rows', async (t) => {
  const database = await createTestDatabase()
  const db = createDatabase({ url: database.url, poolSize: recorders + 2 })
  t.teardown(async () => {
    await db.destroy()
    await database.drop()
  })
  for (let seed = 0; seed < histories; seed += 1) {
    const random = createRandom(seed)
    const { deeds, without } = randomDeeds(random)
    await emptyAll(db)
    await replay(db, [without])
    const expected = await takeSnapshot(db)
    t.is(await findDifference(db, deeds, { random, recorders, expected }), undefined, `seed ${seed}`)
    await emptyAll(db)
    const perform = createPlayer(db)
    for (const deed of deeds) await perform(deed)
    await sql`delete from identityTouched`.execute(db)
    const { changed } = await resolveAll(db, { rules: setting.rules })
    t.is(differenceOf(await takeSnapshot(db), expected), undefined, `seed ${seed}, all looked at again`)
    t.is((await resolveAll(db, { rules: setting.rules })).changed, 0, `${changed} ids changed once`)
  }
})
