import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { addSentences, type Sentences } from '../../../src/storyboard/edit/add-sentences.ts'
import { insertInto, toPatch } from '../../../src/storyboard/edit/insert-into.ts'
import { parseStoryboard } from '../../../src/storyboard/load.ts'

const source = `# A shop.
storyboard: 1
intents:
  # Parcels.
  order_status:
    - where is my order # the usual one
    - 'track: my parcel'

  hours: [when do you open, "are you open today"]
# Small talk.
scenes: {}
`

function edited(text: string, added: readonly Sentences[]): string {
  return insertInto(text, addSentences({ file: 'shop.yaml', source: text }, added))
}

test('sentences stand behind those of their intent, and comments and order stay', (t) => {
  const result = edited(source, [
    { intent: 'hours', texts: ['open on "Sunday"?'] },
    { intent: 'order_status', texts: ['no parcel yet', 'yes: it is late', '- dash', '#1 is missing'] },
    { intent: undefined, texts: ['do you like football'] },
  ])
  t.is(
    result,
    `# A shop.
storyboard: 1
intents:
  # Parcels.
  order_status:
    - where is my order # the usual one
    - 'track: my parcel'
    - no parcel yet
    - "yes: it is late"
    - "- dash"
    - "#1 is missing"

  hours: [when do you open, "are you open today", "open on \\"Sunday\\"?"]
none:
  - do you like football
# Small talk.
scenes: {}
`,
  )
})

test('no sentence for an intent changes nothing, and its patch is empty', (t) => {
  const insertions = addSentences({ file: 'shop.yaml', source }, [{ intent: 'hours', texts: [] }])
  t.is(insertInto(source, insertions), source)
  t.is(toPatch({ file: 'shop.yaml', source }, insertions), '')
})

test('JSON, Windows line ends, block scalars, empty lists and a missing last line end are kept', (t) => {
  const none = { intent: undefined, texts: ['hm'] }
  t.is(edited('{"intents": {"a": ["x"]}}', [none]), '{"intents": {"a": ["x"]}, "none": ["hm"]}')
  t.is(
    edited('intents:\r\n  a:\r\n    - x\r\nname: y\r\n', [{ intent: 'a', texts: ['z'] }]),
    'intents:\r\n  a:\r\n    - x\r\n    - z\r\nname: y\r\n',
  )
  t.is(
    edited('intents:\n  a:\n  - |\n    one\n    two\nname: y\n', [{ intent: 'a', texts: ['z'] }]),
    'intents:\n  a:\n  - |\n    one\n    two\n  - z\nname: y\n',
  )
  t.is(edited('intents:\n  a: []', [{ intent: 'a', texts: ['y', 'z'] }]), 'intents:\n  a: ["y", "z"]')
  t.is(edited('intents:\n  a:\n    - x', [{ intent: 'a', texts: ['z'] }]), 'intents:\n  a:\n    - x\n    - z')
})

test('a list that another one stands for is refused, with its place', (t) => {
  const shared = 'intents:\n  a: &list\n    - x\n  b: *list\n'
  const error = t.throws(() => edited(shared, [{ intent: 'b', texts: ['z'] }]), {
    code: 'storyboard_invalid',
  })
  t.regex(error?.message ?? '', /shop\.yaml:4:6 intents\.b is no plain list of sentences: add them by hand/)
  t.throws(() => edited('intents: {}', [{ intent: 'b', texts: ['z'] }]), { code: 'storyboard_invalid' })
  t.throws(
    () => edited(shared, [{ intent: 'a', texts: ['z'] }]),
    { code: 'storyboard_invalid' },
    'it is the list of b, too',
  )
})

test('patch makes of the file what the insertions make of it', (t) => {
  const added = [
    { intent: 'order_status', texts: ['no parcel yet'] },
    { intent: undefined, texts: ['hm', 'so so'] },
  ]
  const texts = [
    source,
    'intents:\n  order_status: [x]',
    'intents:\n  order_status:\n    - x',
    `${'# far\n'.repeat(20)}none:\n  - x\n${'# far\n'.repeat(20)}intents:\n  order_status:\n    - x\n${'# far\n'.repeat(20)}`,
    readFileSync(new URL('../../../storyboards/coffee/storyboard.yaml', import.meta.url), 'utf8'),
  ]
  for (const text of texts) {
    const insertions = addSentences({ file: 'shop.yaml', source: text }, added)
    t.is(
      patched(t, text, toPatch({ file: 'shop.yaml', source: text }, insertions)),
      insertInto(text, insertions),
    )
  }
})

test('both examples load with a new sentence in every intent, and only these are new', (t) => {
  for (const name of ['coffee', 'service-desk']) {
    const file = `storyboards/${name}/storyboard.yaml`
    const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
    const before = parseStoryboard({ file, source: text }).examples
    const added = [...Object.keys(before.intents), undefined].map((intent) => ({
      intent,
      texts: [`"odd: ${intent}" # 1`],
    }))
    const insertions = addSentences({ file, source: text }, added)
    const after = parseStoryboard({ file, source: insertInto(text, insertions) }).examples
    t.deepEqual(after.none, [...(before.none ?? []), '"odd: undefined" # 1'])
    for (const [intent, examples] of Object.entries(before.intents))
      t.deepEqual(after.intents[intent], [...examples, `"odd: ${intent}" # 1`])
  }
})

/** The file after the `patch` program. */
function patched(t: ExecutionContext, text: string, patch: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-patch-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  writeFileSync(path.join(folder, 'shop.yaml'), text)
  execFileSync('git', ['apply', '--unsafe-paths', '-'], {
    cwd: folder,
    input: patch,
    env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() },
  })
  return readFileSync(path.join(folder, 'shop.yaml'), 'utf8')
}
