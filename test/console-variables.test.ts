import test from 'ava'
import { readConfig } from '../src/config.ts'
import { ConfigError } from '../src/errors.ts'

for (const [name, good, bad] of [
  [
    'CONSOLE_URL',
    ['https://console.example.com', 'https://c.example:8443', 'http://localhost:3002', 'http://[::1]:3002'],
    ['http://console.example.com', 'https://c.example/x', 'http://localhost.example', 'ftp://x', 'c.example'],
  ],
  [
    'OIDC_ISSUER',
    ['https://login.example.com/realms/a', 'http://127.0.0.1:8080'],
    ['http://a.example', 'http://localhost.example', 'x'],
  ],
] as const) {
  test(`takes ${name} in the clear from this host only`, (t) => {
    for (const value of good)
      t.deepEqual(readConfig({ [name]: value }, { required: [name] }), { [name]: value })
    for (const value of bad)
      t.throws(() => readConfig({ [name]: value }, { required: [name] }), { instanceOf: ConfigError }, value)
  })
}
