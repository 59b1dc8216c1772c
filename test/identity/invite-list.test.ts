import test from 'ava'
import { NoSuchColumn, toInviteList } from '../../src/identity/invite-list.ts'

async function listOf(rows: readonly (readonly string[])[], column?: string) {
  const refused: string[] = []
  const lines: string[] = []
  async function* streamed() {
    yield* rows
  }
  const list = toInviteList(streamed(), {
    linkOf: (customer) => `link-of-${customer}`,
    column,
    isBad: (customer) => customer === 'null',
    onRefused: (row, reason) => refused.push(`${row} ${reason}`),
  })
  for await (const line of list) lines.push(line.trimEnd())
  return { lines: lines.slice(1), refused }
}

test('each number of the first column gets a link, after a heading or without one', async (t) => {
  const lines = ['4711,link-of-4711', '4712,link-of-4712']
  t.deepEqual(await listOf([['4711'], ['4712', 'Ada']]), { lines, refused: [] })
  t.deepEqual(await listOf([['number'], [' 4711 '], [''], [], ['4712']]), { lines, refused: [] })
})

test('a column is found by its name', async (t) => {
  const rows = [
    ['name', 'No'],
    ['Ada 2', '4711'],
  ]
  t.deepEqual(await listOf(rows, 'No'), { lines: ['4711,link-of-4711'], refused: [] })
  await t.throwsAsync(listOf(rows, 'number'), { instanceOf: NoSuchColumn })
})

test('a number that names nobody, or that a spreadsheet would run, is left out and told', async (t) => {
  const rows = [['1'], ['null'], ['=1+1'], ['9'.repeat(55)], ['a\u0007'], ['a "b", c']]
  t.deepEqual(await listOf(rows), {
    lines: ['1,link-of-1', '"a ""b"", c",link-of-a "b", c'],
    refused: ['2 bad_value', '3 formula', '4 too_long', '5 control_sign'],
  })
})

test('a number of a file that is no UTF-8 is left out, as its letters are lost', async (t) => {
  const latin1 = Buffer.from('KÖ-1', 'latin1').toString()
  t.deepEqual(await listOf([['KÖ-2'], [latin1]]), { lines: ['KÖ-2,link-of-KÖ-2'], refused: ['2 not_utf8'] })
})
