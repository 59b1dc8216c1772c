import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { stringify } from 'yaml'
import { createConversationTools } from '../../../bin/wiring/conversation-tools.ts'
import { createLearn, type Learn } from '../../../bin/wiring/learn.ts'
import { watchStoryboard, type WatchLog } from '../../../bin/wiring/watch-storyboard.ts'
import { small } from '../../storyboard/small-storyboard.ts'

/** A file that is written anew with each call, at another time each. */
function storyboardFile(t: ExecutionContext, parts: Readonly<Record<string, unknown>>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-watch-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'storyboard.yaml')
  let seconds = 1_700_000_000
  function write(changed: Readonly<Record<string, unknown>>): void {
    const scenes = { hi: { on: [{ message: 'any' }], do: [{ say: 'Hi.' }] } }
    writeFileSync(file, stringify({ ...small, scenes, ...changed }))
    utimesSync(file, ++seconds, seconds)
  }
  write(parts)
  return { file, write }
}

function watched(t: ExecutionContext, { file, learn }: { readonly file: string; readonly learn: Learn }) {
  const problems: string[] = []
  const log: WatchLog = { info: () => {}, error: ({ problem }) => void problems.push(problem) }
  const watch = watchStoryboard(file, { learn, log })
  t.teardown(() => watch.stop())
  return { watch, problems }
}

const ticket = (pattern: string) => ({ entities: { ticket: { pattern } } })

test('a storyboard that breaks understanding never replaces a working one', async (t) => {
  const { file, write } = storyboardFile(t, ticket(String.raw`A\d+`))
  const learn = createLearn(undefined)
  const { watch, problems } = watched(t, { file, learn })
  const { understand } = createConversationTools({
    storyboard: watch.current,
    learn,
    env: {},
    params: { get: async () => undefined },
  })
  const found = async (text: string) =>
    (await understand({ text, referenceTime: 0 })).entities.map(({ value }) => value)

  write(ticket(String.raw`(?=[A-Z])\w\d+`))
  watch.check()
  t.deepEqual(await found('about A12, B34'), ['A12'])
  t.is(problems.length, 1)
  t.regex(problems[0] ?? '', /storyboard\.yaml:\d+:\d+ .*looks ahead or behind/)

  write(ticket(String.raw`B\d+`))
  watch.check()
  t.deepEqual(await found('about A12, B34'), ['B34'])
  t.is(problems.length, 1)
})

test('a storyboard that cannot be learned fails at the start, and later never replaces a working one', (t) => {
  const learned: unknown[] = []
  const understand = createLearn(undefined)({ intents: {} })
  const learn: Learn = (examples) => {
    if (examples.none?.includes('unlearnable')) throw new Error('too hard')
    learned.push(examples.none)
    return understand
  }
  const { file, write } = storyboardFile(t, { none: ['first'] })
  const { watch, problems } = watched(t, { file, learn })
  const { version } = watch.current()
  write({ none: ['unlearnable'] })
  watch.check()
  watch.check()
  t.is(watch.current().version, version)
  t.deepEqual(problems, ['too hard'])
  t.throws(() => watched(t, { file, learn }), { message: 'too hard' })
  write({ none: ['second'] })
  watch.check()
  t.not(watch.current().version, version)
  t.deepEqual(learned, [['first'], ['second']])
})

test('a storyboard that is saved while the process starts is taken', (t) => {
  const { file, write } = storyboardFile(t, {})
  const plainly = createLearn(undefined)
  let isFirst = true
  const learn: Learn = (...given) => {
    if (isFirst) write({ name: 'Saved meanwhile' })
    isFirst = false
    return plainly(...given)
  }
  const { watch } = watched(t, { file, learn })
  watch.check()
  t.is(watch.current().name, 'Saved meanwhile')
})
