import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { findSetting } from '../../../bin/wiring/conversation-tools.ts'

const params = { get: async (name: string) => (name === 'hub_secret' ? 'from the database' : undefined) }

test('finds the setting of a hub in a variable, in the file that a variable names, or in appParams', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-hub-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'hub-secret')
  writeFileSync(file, 'from a file\n')
  const env = { HUB_URL: 'http://hub', HUB_SECRET_FILE: file }
  t.is(await findSetting('env:HUB_URL', env, params), 'http://hub')
  t.is(await findSetting('env:HUB_SECRET', env, params), 'from a file')
  t.is(await findSetting('param:hub_secret', env, params), 'from the database')
  for (const setting of ['env:OTHER', 'param:other', 'HUB_URL'])
    t.is(await findSetting(setting, env, params), undefined, setting)
})
