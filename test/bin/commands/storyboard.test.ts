import { asProfileId } from '../../../src/domain/ids.ts'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import test from 'ava'
import { checkStoryboardFile } from '../../../bin/storyboard/check.ts'
import { drawStoryboardFile } from '../../../bin/storyboard/draw.ts'
import { playInTerminal } from '../../../bin/storyboard/play.ts'
import { testStoryboard } from '../../../bin/storyboard/test.ts'
import { StoryboardError } from '../../../src/storyboard/problem.ts'
import { small } from '../../storyboard/small-storyboard.ts'
import { folderOf, greeting, printer } from './storyboard-folder.ts'

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
      `+person: tap: Gone (there is nothing to tap named "Gone": the last reply shows "Again"; for the menu write payload: 'scene:…')`,
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

test('a name in a transcript that the storyboard does not have is a mistake', (t) => {
  const folder = folderOf(t, {
    'a.yaml': {
      ...small,
      variables: { day: null },
      intents: { hours: ['when are you open', 'opening hours', 'are you open today'] },
      scenes: {
        ...greeting,
        hours: { on: [{ intent: 'hours' }, { payload: 'HOURS' }], do: [{ say: 'Nine.' }] },
      },
    },
    'a.transcripts/1.yaml': {
      title: 'Names',
      hubs: { desk: 'silent' },
      steps: [
        { person: { payload: 'hi' } },
        { person: { payload: 'scene:hi' } },
        { person: { payload: 'scene:hello' } },
        { person: { payload: 'HOURS' } },
        { person: { payload: 'OF_AN_OLD_MENU' } },
        { person: 'open?', understood: { intent: 'hour', alternatives: { greet: 0.2 } } },
        { remembers: { day: null, dya: 1 } },
      ],
    },
  })
  const check = () => checkStoryboardFile(path.join(folder, 'a.yaml'), printer())
  const error = t.throws(check, { instanceOf: StoryboardError })
  t.deepEqual(
    error?.problems.map(({ message }) => message),
    [
      'there is no hub "desk": none is defined',
      "no trigger has the payload hi: to start this scene, write 'scene:hi'",
      'there is no scene "hello": use one of hi, hours',
      'there is no intent "hour": did you mean hours?',
      'there is no intent "greet": use one of hours',
      'there is no variable or slot "dya": did you mean day?',
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
