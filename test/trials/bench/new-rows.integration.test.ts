import test from 'ava'
import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { countRowsAfter, lastInteraction } from '../../../trials/bench/new-rows.ts'
import { at, comment, message } from '../../helpers/decoded.ts'
import { openTables } from '../../helpers/open-tables.ts'

test('counts what came after an interaction, and reads nothing of what was there before', async (t) => {
  const { record, database } = await openTables()
  const connection = await createConnection({ uri: database.url })
  t.is(await lastInteraction(connection), 0)
  const old = Array.from({ length: 200 }, (_, index) =>
    index % 2 === 0 ? message('601', `m${index}`, at(index)) : comment(`c${index}`, at(index)),
  )
  await record(...old)
  const last = await lastInteraction(connection)
  await record(message('601', 'new', at(300)), comment('new', at(301)), message('602', 'newer', at(302)))
  const before = await rowsRead()
  t.deepEqual(await countRowsAfter(connection, last), { interaction: 3, channel: 3, dead: 0 })
  const read = (await rowsRead()) - before
  t.true(read < 50, `${read} rows read`)
  await connection.end()

  async function rowsRead(): Promise<number> {
    const [rows] = await connection.query<RowDataPacket[]>("SHOW SESSION STATUS LIKE 'Handler_read%'")
    return rows.reduce((sum, row) => sum + Number(row['Value']), 0)
  }
})
