/** Rules that hold in every file of the project. */
import test from 'ava'
import { codeOf, projectFiles, read } from './source-files.ts'

const sources = projectFiles.filter((file) => /\.(?:tsx?|mjs)$/.test(file))

test('files have kebab-case names and at most 250 lines', (t) => {
  for (const file of sources) {
    t.regex(
      file,
      /^(?:[a-z0-9]+(?:-[a-z0-9]+)*\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.integration)?(?:\.test)?\.(?:tsx?|mjs)$/,
    )
    t.true(read(file).split('\n').length <= 251, `${file} is longer than 250 lines`)
  }
})

test('no any, no double cast, no work left for later', (t) => {
  const inCode = [/[:<|&,(]\s*any\b(?=\s*[,;)>=|&[\]{}]|$)/m, /\bas\s+any\b/, /\bas\s+unknown\s+as\b/]
  // Put together here, so that this file does not find itself.
  const later = [
    ['TO', 'DO'],
    ['FIX', 'ME'],
    ['@ts-', 'ignore'],
    ['@ts-', 'nocheck'],
  ]
  const inText = later.map((parts) => new RegExp(`(?://|\\*).*${parts.join('')}\\b`))
  for (const file of sources) {
    for (const pattern of inCode) t.notRegex(codeOf(file), pattern, `${file}: ${pattern.source}`)
    for (const pattern of inText) t.notRegex(read(file), pattern, `${file}: ${pattern.source}`)
  }
})

test('only bin/command-line/terminal.ts writes to the terminal, which escapes control characters', (t) => {
  const allowed = ['bin/command-line/terminal.ts', 'bin/command-line/read-secret.ts'] // the second only asks
  const files = projectFiles.filter((file) =>
    /^(?:bin|console\/server|src|workers|queues)\/.*\.ts$/.test(file),
  )
  t.true(files.length > 100)
  const writers = files.filter((file) => /\bconsole\b(?!:)|\bstd(?:out|err)\.write\b/.test(codeOf(file)))
  t.deepEqual(
    writers.filter((file) => !allowed.includes(file)),
    [],
  )
})
