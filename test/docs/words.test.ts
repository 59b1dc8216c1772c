import test from 'ava'
import { projectFiles, read } from '../source-files.ts'
import { spokenIn } from './spoken.ts'
import { unwantedIn } from './words.ts'

/** Files that name the words in order to forbid them, or quote Facebook and customers. */
const lists = ['test/docs/words', 'sandbox/facebook/graph-api/send-api.ts', 'src/nlp/local/concepts/']

test('comments, help texts, logs and errors use one word for one thing', (t) => {
  const files = projectFiles.filter((file) => file.endsWith('.ts') && !isExempt(file))
  t.true(files.length > 100, 'there are files')
  const findings = files.flatMap((file) =>
    spokenIn(read(file)).flatMap(({ line, text }) =>
      unwantedIn(text).map(
        ({ found, write }) => `${file}:${line} "${found}" (${write}): ${text.slice(0, 80)}`,
      ),
    ),
  )
  t.deepEqual(findings, [])
})

test('comments of SQL, Lua and YAML, and the page of the sandbox, use the same words', (t) => {
  const files = projectFiles.filter((file) => /\.(?:sql|lua|ya?ml|html)$/.test(file))
  t.true(files.length > 50, 'there are files')
  const findings = files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((text, index) =>
        unwantedIn(file.endsWith('.html') ? text.replaceAll(/<[^>]*>/g, ' ') : commentIn(text)).map(
          ({ found, write }) => `${file}:${index + 1} "${found}" (${write})`,
        ),
      ),
  )
  t.deepEqual(findings, [])
})

/** What follows `--` or `#`, without inline code and without the names of services and files. */
function commentIn(line: string): string {
  const comment = /(?:^|\s)(?:--|#)\s(.*)$/.exec(line)?.[1] ?? ''
  return comment.replaceAll(/`[^`]*`|\S*[/=]\S*/g, 'code')
}

test('comments and strings of a file are found, its code is not', (t) => {
  const source = [
    "import { a } from './whoever.ts'",
    '/** Whoever reads `whoever`',
    ' * twice. */',
    "const pattern = /it's/ // a person",
    "const text = 'two words', one = 'person', template = `to ${person.name} now`",
  ].join('\n')
  t.deepEqual(spokenIn(source), [
    { line: 2, text: 'Whoever reads code twice.' },
    { line: 4, text: 'a person' },
    { line: 5, text: 'two words' },
    { line: 5, text: 'to code now' },
  ])
})

function isExempt(file: string): boolean {
  return lists.some((start) => file.startsWith(start))
}
