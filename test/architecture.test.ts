import test from 'ava'
import { arrow } from './allowed-imports.ts'
import { importsOf, projectFiles, read } from './source-files.ts'

const sources = projectFiles.filter((file) => /\.(?:tsx?|mjs)$/.test(file))
const code = sources.filter((file) =>
  /^(?:bin|console|workers|queues|src|sandbox|trials|scripts)\//.test(file),
)

test('imports point along the arrow: bin, workers, queues, src, and inside src to domain', (t) => {
  for (const file of sources) {
    const rule = Object.keys(arrow)
      .filter((folder) => isIn(file, folder))
      .toSorted((a, b) => b.length - a.length)[0]
    t.not(rule, undefined, `${file} is in no folder of the arrow`)
    for (const { of } of importsOf(file)) {
      if (!isFile(of)) continue
      const allowed = (arrow[rule ?? ''] ?? []).some((folder) => isIn(of, folder))
      t.true(allowed, `${file} must not import ${of}`)
    }
  }
})

test('workers know tables, webhooks and metrics as types, but for what the binding and parse need', (t) => {
  const values = [
    'src/domain',
    'src/errors.ts',
    'src/facebook/webhook-payload.ts',
    'src/telemetry',
    'src/redis/refusal.ts',
    'src/notify/compose-text.ts',
    'src/all-ended.ts',
    'src/backoff.ts',
    'src/within.ts',
  ]
  for (const file of code.filter((name) => isIn(name, 'workers'))) {
    for (const { of, isType } of importsOf(file)) {
      if (isType || !isIn(of, 'src')) continue
      t.true(
        values.some((folder) => isIn(of, folder)),
        `${file} must import only types of ${of}`,
      )
    }
  }
})

test('there is no cycle of imports, types included', (t) => {
  const finished = new Set<string>()
  function walk(file: string, trail: readonly string[]): void {
    const start = trail.indexOf(file)
    if (start >= 0) return t.fail(`a cycle: ${[...trail.slice(start), file].join(' → ')}`)
    if (finished.has(file)) return
    for (const { of } of importsOf(file)) if (isFile(of)) walk(of, [...trail, file])
    finished.add(file)
  }
  for (const file of sources) walk(file, [])
  t.true(finished.size >= sources.length)
})

test("BullMQ's Worker is made in one file, its queues in another, its flows nowhere", (t) => {
  const users = (name: string) =>
    code.filter(
      (file) => new RegExp(`\\b${name}\\b[^;]*?from 'bullmq'`).test(read(file)) && !isIn(file, 'trials'),
    )
  t.deepEqual(users('Worker'), ['workers/start-stage.ts'])
  t.deepEqual(users('FlowProducer'), [])
  const makers = code.filter((file) => /\bnew Queue\(/.test(read(file)) && !isIn(file, 'trials'))
  t.deepEqual(makers, ['queues/publish.ts'])
})

test('the environment is read in bin, and outside the product', (t) => {
  const readers = code.filter((file) => /\bprocess\.env\b/.test(read(file)))
  t.deepEqual(
    readers.filter((file) => !/^(?:bin|sandbox|trials|scripts)\//.test(file)),
    [],
  )
})

function isFile(name: string): boolean {
  return /^[a-z].*\.(?:tsx?|mjs)$/.test(name) && sources.includes(name)
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`)
}
