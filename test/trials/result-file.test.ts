import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { describeComputer } from '../../trials/machine.ts'
import { commandOf, type ResultFile, writeResultFile } from '../../trials/result-file.ts'

test('the file holds name, command, date, commit, machine and figures, always in this order', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-result-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const figures = [
    { name: 'acks, Pagebeat / bare node:http', value: 0.634567, unit: '×', range: '0.61–0.66', note: '' },
    { name: 'webhook to Send API, p50', value: 23, unit: 'ms' },
  ]
  writeResultFile({ name: 'bench', script: 'bench', machine: describeComputer(), figures }, folder)
  const text = readFileSync(path.join(folder, 'bench.json'), 'utf8')
  const result: ResultFile = JSON.parse(text)
  t.deepEqual(Object.keys(result), ['name', 'command', 'date', 'commit', 'machine', 'figures'])
  t.deepEqual(Object.keys(result.machine), ['cpu', 'cores', 'memoryGiB', 'node', 'redis', 'database'])
  t.deepEqual(result.figures, [
    { name: 'acks, Pagebeat / bare node:http', value: 0.6346, unit: '×', range: '0.61–0.66' },
    { name: 'webhook to Send API, p50', value: 23, unit: 'ms' },
  ])
  t.true(Date.parse(result.date) > 0)
  t.regex(result.commit, /^(?:[0-9a-f]{7,}(?:-dirty)?|unknown)$/)
})

test('the command is what to type to get the same figures', (t) => {
  t.is(commandOf('bench', ['--save']), 'npm run bench')
  t.is(commandOf('chaos', ['--seed', 'a b', '--save']), "npm run chaos -- --seed 'a b'")
})
