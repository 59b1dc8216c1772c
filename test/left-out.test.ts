import test from 'ava'
import { timeoutsOf, whyRefused } from './left-out.ts'
import { codeOf, projectFiles, read } from './source-files.ts'

const tests = projectFiles.filter((file) => /^test\/.*\.ts$/.test(file))

test('no test is left out, under whatever name, and every assertion can fail', (t) => {
  t.true(tests.length > 100)
  for (const file of tests) t.deepEqual(whyRefused(codeOf(file)), [], file)
})

test('no test may take longer than its file', (t) => {
  const { ava }: { ava: { require: [string, { testsMs: number }][] } } = JSON.parse(read('package.json'))
  const testsMs = ava.require[0]?.[1].testsMs ?? 0
  for (const file of tests)
    for (const ms of timeoutsOf(codeOf(file))) t.true(ms < testsMs, `${file}: t.timeout(${ms})`)
})

test('finds tests that are left out behind another name, assertions that cannot fail, and waits without an end', (t) => {
  const unsound = [
    'const maybe = canStart ? test : test.skip',
    'const run = cond ? test.serial : test.serial.skip',
    '(a ? test : other)(title, body)',
    'test.serial.failing(title, body)',
    'test.only(title, body)',
    'test.todo(title)',
    'it.skip(title, body)',
    'const { skip } = test',
    'const { serial: { skip } } = test',
    'canStart && test(title, body)',
    'if (found) test(title, body)',
    'if (found) {\n  test.serial(title, body)',
    't.pass()',
    'while (!isDone) await pause(20)',
    "while (lines < 2) {\n  await once(child, '')",
    't.true(true)',
    't.truthy(true, why)',
    't.false(false)',
    't.is(rows, rows)',
    't.deepEqual(a.b, a.b, why)',
  ]
  for (const code of unsound) t.is(whyRefused(code).length > 0, true, code)
  const sound = [
    't.true(trueish)',
    't.is(rows, rowsBefore)',
    'for (const name of names) test(name, body)',
    'const skipped = tests.length',
    'if (test.length > 0) return',
  ]
  for (const code of sound) t.deepEqual(whyRefused(code), [], code)
})
