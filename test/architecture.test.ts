import test from 'ava'
import { importsOf, projectFiles, read } from './source-files.ts'

/** What each folder may import from; the longest name that fits counts. Types are held to the same rule. */
const arrow: Readonly<Record<string, readonly string[]>> = {
  'src/domain': ['src/domain'],
  'src/errors.ts': ['src/domain'],
  'src/config-values.ts': [
    'src/errors.ts',
    'src/find-secret.ts',
    'src/http/client-address.ts',
    'src/notify/receivers.ts',
    'src/redis/redis-url.ts',
    'src/db/mysql/database-url.ts',
  ],
  'src/config.ts': [
    'src/config-values.ts',
    'src/config-variable.ts',
    'src/privacy-variables.ts',
    'src/errors.ts',
    'src/find-secret.ts',
    'src/db/mysql/database-url.ts',
  ],
  'src/config-variable.ts': [],
  'src/privacy-variables.ts': ['src/config-values.ts', 'src/config-variable.ts'],
  'src/find-secret.ts': [],
  'src/backoff.ts': [],
  'src/breaker.ts': ['src/backoff.ts'],
  'src/within.ts': ['src/errors.ts'],
  'src/signed-post.ts': [],
  'src/group-commit.ts': [],
  'src/listen.ts': ['src/errors.ts'],
  'src/telemetry': ['src/domain', 'src/errors.ts', 'src/telemetry'],
  'src/redis': ['src/domain', 'src/errors.ts', 'src/facebook', 'src/redis', 'src/telemetry', 'src/within.ts'],
  'src/receiver': [
    'src/domain',
    'src/errors.ts',
    'src/facebook/signature.ts',
    'src/facebook/signed-request.ts',
    'src/group-commit.ts',
    'src/http/bound-connections.ts',
    'src/listen.ts',
    'src/receiver',
    'src/telemetry',
  ],
  'src/http': ['src/facebook/signature.ts', 'src/http'],
  'src/facebook': ['src/domain', 'src/errors.ts', 'src/facebook', 'src/breaker.ts', 'src/within.ts'],
  'src/notify': ['src/domain', 'src/notify'],
  'src/nlp': ['src/domain', 'src/errors.ts', 'src/nlp', 'src/breaker.ts', 'src/within.ts'],
  'src/moderation': ['src/domain', 'src/moderation'],
  'src/storyboard': [
    'src/domain',
    'src/errors.ts',
    'src/moderation',
    'src/storyboard',
    'src/breaker.ts',
    'src/signed-post.ts',
    'src/within.ts',
  ],
  'src/identity': ['src/domain', 'src/errors.ts', 'src/breaker.ts', 'src/identity', 'src/signed-post.ts'],
  'src/import': ['src/domain', 'src/errors.ts', 'src/identity', 'src/storyboard/nearest.ts', 'src/import'],
  'src/secret-box.ts': ['src/errors.ts'],
  'src/privacy': ['src/privacy', 'src/storyboard/draw/escape.ts', 'src/storyboard/draw/review-style.ts'],
  'src/db/mysql': ['src/domain', 'src/errors.ts', 'src/db/mysql', 'src/backoff.ts'],
  'src/db/migrations': ['src/domain', 'src/errors.ts', 'src/db/mysql', 'src/db/migrations'],
  'src/db/identity': ['src/domain', 'src/errors.ts', 'src/identity', 'src/db/mysql', 'src/db/identity'],
  'src/db/events': [
    'src/domain',
    'src/errors.ts',
    'src/group-commit.ts',
    'src/db/mysql',
    'src/db/identity',
    'src/db/events',
  ],
  'src/db/customers': [
    'src/domain',
    'src/errors.ts',
    'src/identity',
    'src/db/mysql',
    'src/db/identity',
    'src/db/customers',
  ],
  'src/db/import': [
    'src/domain',
    'src/errors.ts',
    'src/identity',
    'src/import',
    'src/storyboard/nearest.ts',
    'src/db/mysql',
    'src/db/identity',
    'src/db/customers',
    'src/db/import',
  ],
  'src/db/pages': [
    'src/domain',
    'src/errors.ts',
    'src/secret-box.ts',
    'src/db/mysql',
    'src/db/events',
    'src/db/pages',
  ],
  'src/db/conversation': [
    'src/domain',
    'src/errors.ts',
    'src/db/mysql',
    'src/db/identity',
    'src/db/events',
    'src/db/conversation',
  ],
  'src/db/moderation': [
    'src/domain',
    'src/errors.ts',
    'src/moderation',
    'src/db/mysql',
    'src/db/conversation',
    'src/db/moderation',
  ],
  'src/db/leads': ['src/domain', 'src/errors.ts', 'src/db/mysql', 'src/db/events', 'src/db/leads'],
  'src/db/learning': [
    'src/domain',
    'src/errors.ts',
    'src/db/mysql',
    'src/db/conversation',
    'src/db/learning',
  ],
  'src/db/privacy': [
    'src/domain',
    'src/errors.ts',
    'src/facebook/without-person.ts',
    'src/privacy',
    'src/secret-box.ts',
    'src/db/mysql',
    'src/db/identity',
    'src/db/events',
    'src/db/privacy',
  ],
  'src/db/notifier': ['src/domain', 'src/errors.ts', 'src/db/mysql', 'src/db/notifier'],
  'src/db/record-events.ts': [
    'src/domain',
    'src/errors.ts',
    'src/identity',
    'src/db/mysql',
    'src/db/identity',
    'src/db/events',
    'src/db/pages',
    'src/db/conversation',
    'src/db/leads',
    'src/db/privacy',
  ],
  queues: [
    'queues',
    'src/domain',
    'src/errors.ts',
    'src/group-commit.ts',
    'src/backoff.ts',
    'src/within.ts',
    'src/redis',
    'src/facebook/without-person.ts',
  ],
  'workers/notifier': ['workers/notifier', 'src'],
  'workers/respond': ['workers/respond', 'queues', 'src'],
  workers: ['workers', 'queues', 'src'],
  'bin/command-line': ['bin/command-line', 'src'],
  'bin/board': ['bin/board', 'workers', 'queues', 'src'],
  'bin/moderation': ['bin/moderation', 'bin/command-line', 'src'],
  'bin/nlp': ['bin/nlp', 'bin/command-line', 'bin/wiring', 'src'],
  'bin/page': ['bin/page', 'bin/command-line', 'src'],
  'bin/storyboard': ['bin/storyboard', 'bin/command-line', 'src'],
  'bin/wiring': ['bin/wiring', 'workers', 'queues', 'src'],
  bin: ['bin', 'workers', 'queues', 'src'],
  docs: ['docs', 'src'],
  scripts: ['scripts', 'sandbox', 'bin', 'workers', 'queues', 'src'],
  sandbox: ['sandbox', 'bin', 'workers', 'queues', 'src'],
  trials: ['trials', 'sandbox', 'bin', 'workers', 'queues', 'src'],
  test: ['test', 'trials', 'sandbox', 'scripts', 'bin', 'workers', 'queues', 'src', 'package.json'],
}

const sources = projectFiles.filter((file) => /\.(?:ts|mjs)$/.test(file))
const code = sources.filter((file) => /^(?:bin|workers|queues|src|sandbox|trials|scripts)\//.test(file))

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
  return /^[a-z].*\.(?:ts|mjs)$/.test(name) && sources.includes(name)
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`)
}
