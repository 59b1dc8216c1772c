import { readFileSync } from 'node:fs'
import test from 'ava'
import { storeTitles } from '../../../src/db/privacy/read-customer.ts'

test('docs/privacy.md lists each store of an export, with what it holds', (t) => {
  const text = readFileSync(new URL('../../../docs/privacy.md', import.meta.url), 'utf8')
  const [, section = ''] = text.split('### The keys of the JSON')
  const [table = ''] = section.split('\n## ')
  const rows = [...table.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, name = '', title]) => [name, title])
  t.deepEqual(Object.fromEntries(rows), { ...storeTitles })
})
