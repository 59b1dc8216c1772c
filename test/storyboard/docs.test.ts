import test from 'ava'
import { parse, stringify } from 'yaml'
import { storyboardJsonSchema } from '../../src/storyboard/json-schema.ts'
import { parseStoryboard } from '../../src/storyboard/load.ts'
import { playTranscript } from '../../src/storyboard/transcript/play.ts'
import { transcriptSchema } from '../../src/storyboard/transcript/schema.ts'
import { unifiedDiff } from '../../src/storyboard/transcript/unified-diff.ts'
import { createUnderstand } from '../../src/nlp/understand.ts'
import { read } from '../source-files.ts'

const text = read('docs/reference/storyboard.md')
const blocks = [...text.matchAll(/^```yaml\n(?<source>[\s\S]*?)^```/gm)].map(
  ({ groups }) => groups?.['source'] ?? '',
)
const [whole = '', ...pieces] = blocks

test('the whole example of the document loads without a warning', (t) => {
  t.deepEqual(parseStoryboard({ file: 'docs', source: whole }).warnings, [])
})

test('every piece of the document loads, laid over the whole example', (t) => {
  t.true(pieces.length >= 12)
  const base = parse(whole)
  for (const piece of pieces) {
    const parts = parse(piece)
    const source = stringify({ ...base, ...parts, scenes: { ...base.scenes, ...parts.scenes } })
    t.notThrows(() => parseStoryboard({ file: 'docs', source }), piece)
  }
})

for (const [page, turns] of [
  ['docs/reference/storyboard.md', 5],
  ['docs/how-to/write-a-storyboard.md', 1],
] as const)
  test(`the transcript of ${page} goes as it is written`, async (t) => {
    const source = /^```yaml-transcript\n(?<source>[\s\S]*?)^```/m.exec(read(page))?.groups?.['source'] ?? ''
    const storyboard = parseStoryboard({ file: 'docs', source: whole })
    const transcript = transcriptSchema.parse(parse(source))
    const played = await playTranscript(transcript, {
      storyboard,
      understand: createUnderstand({ examples: storyboard.examples }),
    })
    t.deepEqual(unifiedDiff(played.expected, played.actual), [])
    t.is(played.dialogue.filter(({ who }) => who === 'customer').length, turns)
  })

test('the published JSON Schema is that of the program: pagebeat storyboard schema > docs/reference/storyboard.schema.json', (t) => {
  t.is(read('docs/reference/storyboard.schema.json'), storyboardJsonSchema())
})
