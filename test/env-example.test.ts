/** What an operator who removes the `# ` before a setting gets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import test from 'ava'
import { readConfig, variables } from '../src/config.ts'
import { composeText } from './deploy/compose-services.ts'
import { read } from './source-files.ts'

const names = Object.keys(variables) as (keyof typeof variables)[]
const lines = read('.env.example').split('\n')
const setting = /^(?:# )?(?<name>[A-Z][A-Z_]*)=(?<value>.*)$/
const settings = lines.flatMap((line) => {
  const { name, value } = setting.exec(line)?.groups ?? {}
  return name === undefined ? [] : [{ name, value: value ?? '' }]
})
const uncommented = lines.map((line) => (setting.test(line) ? line.replace(/^# /, '') : line)).join('\n')

/** What the operator fills in. */
const filledIn = {
  FACEBOOK_APP_SECRET: '0123456789abcdef0123456789abcdef',
  FACEBOOK_VERIFY_TOKEN: 'any-word',
  DATABASE_PASSWORD: 'abc123',
  BOARD_PASSWORD: 'long-enough',
  PAGEBEAT_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  FACEBOOK_APP_ID: '123456789012345',
  WIT_TOKEN: 'ABC',
  READER_TOKEN: 'DEF',
  ACCOUNT_LINK_SECRET: 'GHI',
  OIDC_CLIENT_SECRET: 'JKL',
  NOTIFY_URL: 'https://hooks.example.com/services/T0/B0/abc',
}

test('an explanation stands on a line of its own, and every setting is one', (t) => {
  t.true(settings.length > 30)
  for (const line of lines) t.regex(line, /^$|^# |^[A-Z_]+=$/)
  // No blank, quote, `#` or `$`: docker compose and `node --env-file` read such a value alike.
  for (const { name, value } of settings) t.regex(value, /^[^\s#'"$`\\]*$/, name)
  t.is(new Set(settings.map(({ name }) => name)).size, settings.length)
})

test('with every line uncommented each setting has the value that was written', (t) => {
  t.deepEqual(
    { ...parseEnv(uncommented) },
    Object.fromEntries(settings.map(({ name, value }) => [name, value])),
  )
})

test('with every line uncommented and filled in, the configuration is valid', (t) => {
  const given = { ...parseEnv(uncommented), ...filledIn }
  const plain = Object.entries(given).filter(([name]) => !name.endsWith('_FILE'))
  const config = readConfig(Object.fromEntries(plain), { required: [], optional: names })
  t.is(config.STORYBOARD, '/storyboards/coffee/storyboard.yaml')
  t.deepEqual(config.FACEBOOK_APP_SECRET, [filledIn.FACEBOOK_APP_SECRET])
})

test('with every line uncommented and the secrets in files, the configuration is valid', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-secrets-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const given = parseEnv(uncommented)
  const files = Object.entries(given).filter(([name]) => name.endsWith('_FILE'))
  t.true(files.length > 0)
  for (const [name, file = ''] of files) {
    const secret = Object.entries(filledIn).find(([plain]) => `${plain}_FILE` === name)?.[1] ?? ''
    const here = path.join(folder, path.posix.relative('/run/secrets', file))
    writeFileSync(here, `${secret}\n`)
    given[name] = here
  }
  const config = readConfig(given, { required: [], optional: names })
  t.is(config.BOARD_PASSWORD, filledIn.BOARD_PASSWORD)
})

test('a default is the one of docker-compose.yml', (t) => {
  const defaults = new Map(
    [...composeText.matchAll(/\$\{(\w+):-([^}]*)\}/g)].map(([, name = '', value]) => [name, value]),
  )
  const optional = uncommented.slice(uncommented.indexOf('these are the defaults'))
  const written = Object.entries(parseEnv(optional))
  t.true(written.length > 15)
  for (const [name, value] of written) t.is(value, defaults.get(name), name)
})
