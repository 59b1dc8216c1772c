import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import test from 'ava'
import { stringify } from 'yaml'
import { readTime } from '../../../bin/command-line/read-time.ts'
import { drawStoryboardFile } from '../../../bin/storyboard/draw.ts'
import { playInTerminal } from '../../../bin/storyboard/play.ts'
import { asProfileId } from '../../../src/domain/ids.ts'
import { small } from '../../storyboard/small-storyboard.ts'
import { folderOf, greeting, printer } from './storyboard-folder.ts'

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
    'Differs from the transcript Customer: not possible: there is nothing to tap named &quot;Gone&quot;: the last reply shows &quot;Again&quot;; for the menu write payload: &#39;scene:…&#39; Gone',
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
    /\(intent: rent, confidence [01]\.\d\d; 0\.40 or more counts/,
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
