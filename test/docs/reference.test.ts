import test from 'ava'
import { projectFiles, read } from '../source-files.ts'

const code = projectFiles.filter((file) => /^(?:src|queues|workers|bin)\/.*\.ts$/.test(file))

test('every metric has its row, and every row its metric', (t) => {
  const page = read('docs/reference/metrics.md')
  const sources = code
    .filter((file) => /^src\/telemetry\/.*metrics\.ts$|^bin\/board\/scrape\.ts$/.test(file))
    .map(read)
    .join('\n')
  const inCode = namesIn(sources, /'(pagebeat_\w+)'/g)
  t.true(inCode.length > 20)
  t.deepEqual(namesIn(page, /^\| `(pagebeat_\w+)`/gm), inCode)
})

test('every code of an error and every reason is explained', (t) => {
  const page = read('docs/reference/errors.md')
  const lists = new Set(['changes', 'messaging', 'standby', 'changed_fields', 'unknown'])
  const words = namesIn(read('src/domain/reasons.ts'), /'([a-z]+(?:_[a-z]+)*)'/g)
  t.true(words.length > 50)
  const missing = words.filter((word) => !lists.has(word) && !page.includes(`\`${word}\``))
  t.deepEqual(missing, [])
})

test('every log line that the documents quote is in the code', (t) => {
  const sources = code.map(read).join('\n')
  const quoted = projectFiles
    .filter((file) => /^docs\/.*\.md$/.test(file))
    .flatMap((file) => namesIn(read(file).replaceAll(/\s+/g, ' '), /\blogs? `([^`]+ [^`]+)`/gi))
  t.true(quoted.length >= 5)
  t.deepEqual(
    quoted.filter((line) => !sources.includes(line)),
    [],
  )
})

function namesIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].toSorted()
}
