import test from 'ava'
import { read } from '../source-files.ts'

const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(read('package.json'))
const booted = Object.entries(scripts).filter(([, command]) => command.includes('boot.mjs'))

test('each program replaces the shell of npm, which forwards no signals', (t) => {
  t.true(booted.length > 10)
  for (const [name, command] of booted)
    t.regex(command, /^exec node scripts\/boot\.mjs [\w/-]+\.ts$/, `npm run ${name}`)
})
