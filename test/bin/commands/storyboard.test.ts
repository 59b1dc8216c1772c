import { asProfileId } from '../../../src/domain/ids.ts'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import test, { type ExecutionContext } from 'ava'
import { stringify } from 'yaml'
import { checkStoryboardFile } from '../../../bin/storyboard/check.ts'
import { readTime } from '../../../bin/command-line/read-time.ts'
import { drawStoryboardFile } from '../../../bin/storyboard/draw.ts'
import { playInTerminal } from '../../../bin/storyboard/play.ts'
import { testStoryboard } from '../../../bin/storyboard/test.ts'
import { StoryboardError } from '../../../src/storyboard/problem.ts'
import { small } from '../../storyboard/small-storyboard.ts'

const greeting = {
  hi: { on: [{ keyword: 'hi' }], do: [{ say: 'Hello.', quick_replies: [{ title: 'Again', go: 'hi' }] }] },
}

function folderOf(t: ExecutionContext, files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'storyboard-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), stringify(content))
  }
  return folder
}

function printer() {
  const lines: string[] = []
  return { lines, log: (line: string) => void lines.push(line) }
}

test('check counts scenes and intents; a mistake, also in a transcript, ends it with 65', (t) => {
  const folder = folderOf(t, {
    'good.yaml': { ...small, scenes: greeting },
    'bad.yaml': { ...small, scenes: greeting, fallback: { texts: [] } },
    'slow.yaml': { ...small, scenes: greeting, entities: { e: { pattern: '(?=a)b' } } },
    'told.yaml': { ...small, scenes: greeting },
    'told.transcripts/a.yaml': { title: 'A', steps: [{ persn: 'hi' }] },
  })
  const printed = printer()
  checkStoryboardFile(path.join(folder, 'good.yaml'), printed)
  t.regex(printed.lines[0] ?? '', /^Small: 1 scenes, 0 intents with 0 examples, version [0-9a-f]{16}$/)
  for (const [file, message] of [
    ['bad', /bad\.yaml:\d+:\d+ texts must not be empty/],
    ['slow', /slow\.yaml:\d+:\d+ .*looks ahead or behind/],
    ['told', /a\.yaml:\d+:\d+ the key "persn" is not known: did you mean "person"\?/],
  ] as const) {
    const check = () => checkStoryboardFile(path.join(folder, `${file}.yaml`), printed)
    t.like(t.throws(check, { code: 'storyboard_invalid', message }), { exitCode: 65 })
  }
})

test('test prints a unified diff of a transcript that differs', async (t) => {
  const folder = folderOf(t, {
    'a.yaml': { ...small, scenes: greeting },
    'a.transcripts/1.yaml': {
      title: 'As written',
      steps: [
        { person: 'hi' },
        { bot: ['I am Bo, a bot.', { say: 'Hello.', quick_replies: ['Again'] }] },
        { person: { tap: 'Again' } },
        { bot: 'Hello.' },
      ],
    },
    'a.transcripts/2.yaml': {
      title: 'Otherwise',
      steps: [
        { person: 'hi' },
        { bot: ['I am Bo, a bot.', 'Good day.'] },
        { person: { tap: 'Gone' } },
        { profile: { city: 'Rome' } },
      ],
    },
  })
  const printed = printer()
  t.false(await testStoryboard({ file: path.join(folder, 'a.yaml'), transcripts: [] }, printed))
  t.deepEqual(
    printed.lines.map((line) => line.replace(folder, '')),
    [
      'ok     /a.transcripts/1.yaml: As written',
      'differs /a.transcripts/2.yaml: Otherwise',
      '--- as written',
      '+++ as played',
      '@@ line 1 @@',
      ' person: hi',
      ' bot: say: I am Bo, a bot.',
      '-bot: say: Good day.',
      '-person: tap: Gone',
      '-profile city: "Rome"',
      '+bot: say: Hello.',
      '+person: tap: Gone (there is nothing to tap named "Gone")',
      '+profile city: null',
      '1 of 2 differ',
    ],
  )
  const only = { file: path.join(folder, 'a.yaml'), transcripts: [path.join(folder, 'a.transcripts/1.yaml')] }
  t.true(await testStoryboard(only, printer()))
})

test('check reports the mistakes of the storyboard, its patterns and all transcripts together', (t) => {
  const folder = folderOf(t, {
    'a.yaml': {
      ...small,
      scenes: { hi: { on: [{ intent: 'x' }], do: [{ say: 'Hello.' }] } },
      entities: { slow: { pattern: '(?=a)b' }, none: { pattern: '(' } },
    },
    'a.transcripts/1.yaml': { title: 'A', steps: [{ persn: 'hi' }] },
    'a.transcripts/2.yaml': { title: 'B', steps: [] },
  })
  const check = () => checkStoryboardFile(path.join(folder, 'a.yaml'), printer())
  const { problems } = t.throws(check, { instanceOf: StoryboardError })
  t.deepEqual(
    problems.map(({ file, message }) => `${path.basename(file)} ${message.slice(0, 34)}`),
    [
      'a.yaml there is no intent "x": none is de',
      'a.yaml looks ahead or behind, as in (?=…)',
      'a.yaml is not a regular expression: error',
      '1.yaml the key "persn" is not known: did ',
      '2.yaml steps must not be empty',
    ],
  )
})

test('test plays the other transcripts when one has mistakes, is missing or is not UTF-8', async (t) => {
  const folder = folderOf(t, {
    'a.yaml': { ...small, scenes: greeting },
    'a.transcripts/1.yaml': { title: 'A', steps: [{ persn: 'hi' }] },
    'a.transcripts/2.yaml': { title: 'B', steps: [{ remembers: {} }] },
  })
  const inFolder = (name: string) => path.join(folder, `a.transcripts/${name}.yaml`)
  writeFileSync(inFolder('3'), Buffer.from('title: Käse\nsteps: [{ remembers: {} }]\n', 'latin1'))
  const printed = printer()
  const transcripts = ['1', '4', '2', '3'].map(inFolder)
  t.false(await testStoryboard({ file: path.join(folder, 'a.yaml'), transcripts }, printed))
  t.deepEqual(
    printed.lines.map((line) => line.replaceAll(`${folder}/a.transcripts/`, '')),
    [
      'broken  1.yaml: it has mistakes and was not played',
      '  1.yaml:3:12 the key "persn" is not known: did you mean "person"?',
      'broken  4.yaml: it has mistakes and was not played',
      '  4.yaml:1:1 does not exist: check the path',
      'ok     2.yaml: B',
      'broken  3.yaml: it has mistakes and was not played',
      '  3.yaml:1:1 is not UTF-8: save it as UTF-8',
      '0 of 4 differ, 3 are broken',
    ],
  )
})

test('draw refuses a folder that is a file', async (t) => {
  const folder = folderOf(t, { 'a.yaml': { ...small, scenes: greeting } })
  const file = path.join(folder, 'a.yaml')
  for (const out of [file, path.join(file, 'below')])
    await t.throwsAsync(drawStoryboardFile({ file, out }, printer()), {
      code: 'command_refused',
      message: `Cannot write to ${out}: it is a file, name a folder`,
    })
})

test('play is a chat: texts, a number that taps, and the context', async (t) => {
  const folder = folderOf(t, { 'a.yaml': { ...small, scenes: greeting } })
  const output = new PassThrough()
  const input = new PassThrough()
  const printed = text(output)
  input.end('hi\n1\n/comment nice\n/remembers\n/wait long\n/wait 2 days\n/quit\n')
  await playInTerminal(path.join(folder, 'a.yaml'), { profile: { pId: asProfileId('1') }, input, output })
  output.end()
  const shown = await printed
  t.is(shown.split('bot: say: Hello.').length, 3)
  t.true(shown.includes('tap: 1 Again'))
  t.true(shown.includes('(no reply: no_scene)'))
  t.true(shown.includes('"told": true'))
  t.true(shown.includes('(write the time: /wait 10 minutes'))
  t.true(shown.includes('(2 days later)'))
})

test('draw writes the picture and the page with the transcripts', async (t) => {
  const folder = folderOf(t, {
    'a.yaml': { ...small, scenes: greeting },
    'a.transcripts/1.yaml': {
      title: 'A first talk',
      steps: [{ person: 'hi' }, { bot: ['I am Bo, a bot.', 'Hello.'] }],
    },
  })
  const printed = printer()
  const out = path.join(folder, 'drawn')
  t.true(await drawStoryboardFile({ file: path.join(folder, 'a.yaml'), out }, printed))
  t.deepEqual(printed.lines, [path.join(out, 'a.svg'), path.join(out, 'a.html')])
  t.regex(readFileSync(path.join(out, 'a.svg'), 'utf8'), /<svg/)
  t.regex(readFileSync(path.join(out, 'a.html'), 'utf8'), /A first talk/)
})

test('draw shows what was played, marks what differs from the transcript, and fails', async (t) => {
  const folder = folderOf(t, {
    'a.yaml': { ...small, scenes: greeting },
    'a.transcripts/1.yaml': {
      title: 'Otherwise',
      steps: [
        { person: 'hi' },
        { bot: ['I am Bo, a bot.', 'Good day.', 'How are you?'] },
        { person: { tap: 'Gone' } },
        { profile: { city: 'Rome' } },
      ],
    },
  })
  const printed = printer()
  t.false(await drawStoryboardFile({ file: path.join(folder, 'a.yaml') }, printed))
  t.regex(printed.lines[0] ?? '', /^differs .*1\.yaml: Otherwise$/)
  t.regex(printed.lines.at(-1) ?? '', /storyboard test/)
  const html = readFileSync(path.join(folder, 'a.html'), 'utf8')
  const wrong = [...html.matchAll(/<li class="(?<who>\w+) wrong">.*?<\/li>/g)].map(([item]) =>
    item
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
  t.deepEqual(wrong, [
    'Differs from the transcript Bot: Hello. To tap: Again',
    'Differs from the transcript Note: the transcript says: say: Good day.',
    'Differs from the transcript Note: the transcript says: say: How are you?',
    'Differs from the transcript Customer: not possible: there is nothing to tap named &quot;Gone&quot; Gone',
    'Differs from the transcript Note: profile city: null, not &quot;Rome&quot;',
  ])
  writeFileSync(
    path.join(folder, 'a.transcripts/2.yaml'),
    stringify({ title: 'A', steps: [{ persn: 'hi' }] }),
  )
  await t.throwsAsync(drawStoryboardFile({ file: path.join(folder, 'a.yaml') }, printed), {
    code: 'storyboard_invalid',
  })
})

const asking = {
  intents: {
    rent: ['I want to rent a bike', 'book a bike please', 'can I hire a bike'],
    hours: ['when are you open', 'are you open on saturday', 'what time do you close'],
  },
  scenes: {
    rent: {
      on: [{ intent: 'rent' }],
      do: [{ ask: 'day', question: 'Which day?', type: 'date' }, { say: '{{ slots.day }}' }],
    },
    hours: { on: [{ intent: 'hours' }], do: [{ say: 'Nine to six.' }] },
  },
}

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
}

test('play begins at the present time or at a given one, and explains with confidences', async (t) => {
  const folder = folderOf(t, { 'a.yaml': { ...small, ...asking } })
  const play = async (lines: string, options: { readonly now?: number; readonly explain?: boolean }) => {
    const output = new PassThrough()
    const input = new PassThrough()
    const printed = text(output)
    input.end(`${lines}\n/quit\n`)
    const profile = { pId: asProfileId('1') }
    await playInTerminal(path.join(folder, 'a.yaml'), { profile, input, output, ...options })
    output.end()
    return printed
  }
  const before = tomorrow()
  const shown = await play('I want to rent a bike tomorrow', {})
  t.true(
    [before, tomorrow()].some((day) => shown.includes(`bot: say: ${day}`)),
    shown,
  )
  const later = await play('I want to rent a bike\nsunday\nfoo', {
    now: readTime('2027-02-28'),
    explain: true,
  })
  for (const line of [
    'It is 2027-02-28 00:00 UTC.',
    /\(intent: rent, confidence [01]\.\d\d; 0\.42 or more counts/,
    /\(entity date: "2027-03-07", confidence 0\.90\)/,
    /\(the question for day waited; another intent needs 0\.70 and more than one word to leave it\)/,
    'bot: say: 2027-03-07',
    /\(intent: none/,
  ])
    t.regex(later, typeof line === 'string' ? new RegExp(line) : line)
})

test('a time is read with its zone, and a day that does not exist is refused', (t) => {
  t.is(readTime('2026-12-24T18:00+01:00'), Date.UTC(2026, 11, 24, 17))
  t.is(readTime('2026-12-24 18:00'), Date.UTC(2026, 11, 24, 18))
  for (const wrong of ['2026-02-30', 'tomorrow', '2026-12-24T25:00', ''])
    t.throws(() => readTime(wrong), { message: /It must be a time/ })
})
