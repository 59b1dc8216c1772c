/** The commands of `pagebeat nlp` that ask a reader. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { startReader } from '../../../sandbox/reader/server.ts'
import { runToEnd } from '../run-to-end.ts'

const storyboard = `storyboard: 1
name: Café   # its name
bot: { name: Bot, disclosure: I am a bot. }
intents:
  # What customers ask most.
  hours:
    - when are you open   # as written
    - opening hours
    - are you open on sunday
  order: ['where is my order', "has my order been sent", track my parcel]
scenes:
  hours: { on: [{ intent: hours }], do: [{ say: From nine to five. }] }
  order: { on: [{ intent: order }], do: [{ say: On its way. }] }
fallback: { texts: [Pardon?] }
`

async function start(t: ExecutionContext, kind: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-nlp-'))
  const reader = await startReader({
    token: 'R1',
    meaningOf: (text) => (/open|auf/.test(text) ? 'hours' : undefined),
  })
  t.teardown(async () => {
    rmSync(folder, { recursive: true })
    await reader.close()
  })
  const file = path.join(folder, 'storyboard.yaml')
  writeFileSync(file, storyboard)
  const env = { READER_URL: reader.url, READER_KIND: kind, READER_MODEL: 'tiny', READER_TOKEN: 'R1' }
  return { folder, reader, file, env }
}

test('suggest prints a patch that leaves comments and order as they are, and changes nothing', async (t) => {
  const { folder, file, env } = await start(t, 'llm')
  const patch = path.join(folder, 'more.patch')
  const args = ['nlp', 'suggest', file, '--intent', 'hours']
  const { status, stdout, stderr } = await runToEnd(args, env)
  t.is(status, 0, stderr)
  t.is(readFileSync(file, 'utf8'), storyboard)
  const lines = stdout.split('\n')
  t.deepEqual(
    lines.filter((line) => /^[+-] /.test(line)),
    ['+    - please, when are you open', '+    - when are you open, dear'],
  )
  t.deepEqual(stderr.split('\n').filter((line) => line.includes('left out')).length, 4, stderr)
  t.regex(stderr, /hours: left out "when are you open", there already/)
  t.false((stdout + stderr).includes('\u001b'))

  t.is((await runToEnd([...args, '--out', patch], env)).stdout, '')
  execFileSync('git', ['apply', '-p1', patch], { cwd: '/' })
  t.true(
    readFileSync(file, 'utf8').includes('    - are you open on sunday\n    - please, when are you open\n'),
  )
})

test('suggest refuses an intent that is not there, vectors, and a reader that fails', async (t) => {
  const { reader, file, env } = await start(t, 'llm')
  const refused = await runToEnd(['nlp', 'suggest', file, '--intent', 'refund'], env)
  t.deepEqual([refused.status, refused.stdout], [1, ''])
  t.regex(refused.stderr, /no intent refund\. It has: hours, order/)
  const vectors = await runToEnd(['nlp', 'suggest', file], { ...env, READER_KIND: 'embeddings' })
  t.is(vectors.status, 78)
  t.is((await runToEnd(['nlp', 'suggest', file], {})).status, 78)
  reader.faults.set('unauthorized', 1)
  const failed = await runToEnd(['nlp', 'suggest', file], env)
  t.is(failed.status, 1)
  t.regex(failed.stderr, /gave no sentences for hours: refused/)
})

test('eval --reader measures both together, and says when the reader fails', async (t) => {
  const { folder, reader, env } = await start(t, 'llm')
  const [train, tested] = [path.join(folder, 'train.csv'), path.join(folder, 'test.csv')]
  writeFileSync(
    train,
    'text,category\nwhen are you open,hours\nopening hours,hours\nwhere is my parcel,order\n',
  )
  writeFileSync(tested, 'text,category\nwann macht ihr auf,hours\nmein Hund bellt,none\n')
  const { status, stdout, stderr } = await runToEnd(['nlp', 'eval', train, tested, '--reader', '--json'], env)
  t.is(status, 0, stderr)
  const { understoodBy, passedOver, inScopeAccuracy } = JSON.parse(stdout)
  t.deepEqual([understoodBy, passedOver, inScopeAccuracy], [{ reader: 2 }, {}, 1])
  reader.faults.set('error', 1)
  const failed = await runToEnd(['nlp', 'eval', train, tested, '--reader'], {
    ...env,
    READER_KIND: 'embeddings',
  })
  t.deepEqual([failed.status, failed.stdout], [1, ''])
  t.regex(failed.stderr, /The reader does not read the examples: unavailable/)
})
