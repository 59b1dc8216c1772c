import { copyFileSync, writeFileSync } from 'node:fs'
import test from 'ava'
import { type Kysely, sql } from 'kysely'
import { readConfig } from '../../../src/config.ts'
import { migrateToLatest } from '../../../src/db/migrations/migrate.ts'
import { createDatabase } from '../../../src/db/mysql/connect.ts'
import type { Database } from '../../../src/db/mysql/schema.ts'
import { makeCertificates } from '../../helpers/certificates.ts'
import { startDatabaseServer } from '../../helpers/replicated-databases.ts'

const isMysql = process.env['PAGEBEAT_DATABASE_SERVER']?.startsWith('mysql') === true

const cipher = async (db: Kysely<Database>): Promise<string> => {
  const { rows } = await sql<{ Value: string }>`SHOW SESSION STATUS LIKE 'Ssl_cipher'`.execute(db)
  return rows[0]?.Value ?? ''
}

test.serial('reaches a server over TLS, and trusts no other certificate than it should', async (t) => {
  const { ca, otherCa, remove, ...files } = makeCertificates()
  t.teardown(remove)
  const secure = (cert: string, key: string): string[] => [
    `--ssl-ca=${ca}`,
    `--ssl-cert=${cert}`,
    `--ssl-key=${key}`,
  ]
  const [server, elsewhere, plain] = await Promise.all([
    startDatabaseServer(t, secure(files.serverCert, files.serverKey)),
    startDatabaseServer(t, secure(files.elsewhereCert, files.elsewhereKey)),
    startDatabaseServer(t, [isMysql ? '--tls-version=' : '--skip-ssl']),
  ])
  for (const { asRoot } of [server, elsewhere]) await asRoot('SET GLOBAL require_secure_transport = ON')
  const works: readonly string[] = [
    `${server.url}?ssl=required`,
    `${server.url}?ssl=verify-ca&ca=${ca}`,
    `${server.url}?ssl=verify-identity&ca=${ca}`,
    `${elsewhere.url}?ssl=required`,
    `${elsewhere.url}?ssl=verify-ca&ca=${ca}`,
    readConfig(
      { DATABASE_URL: `${server.url}?ssl=verify-identity`, DATABASE_CA_FILE: ca },
      { required: ['DATABASE_URL'] },
    ).DATABASE_URL,
  ]
  for (const url of works) {
    const db = createDatabase({ url, poolSize: 1 })
    t.regex(await cipher(db), /^TLS_|^ECDHE/, url)
    await db.destroy()
  }
  await t.notThrowsAsync(migrateToLatest({ databaseUrl: `${server.url}?ssl=verify-ca&ca=${ca}` }))

  const refused: readonly [url: string, reason: RegExp][] = [
    [server.url, /3159.*add \?ssl=|1045/], // MariaDB 10.11 says no more than that the login is refused
    [`${server.url}?ssl=verify-ca`, /HANDSHAKE_SSL_ERROR.*certificate.*DATABASE_CA_FILE/],
    [`${server.url}?ssl=verify-ca&ca=${otherCa}`, /HANDSHAKE_SSL_ERROR.*DATABASE_CA_FILE/],
    [`${elsewhere.url}?ssl=verify-identity&ca=${ca}`, /HANDSHAKE_SSL_ERROR.*altnames.*names its host/],
    [`${plain.url}?ssl=required`, /HANDSHAKE_NO_SSL_SUPPORT.*Turn on TLS/],
  ]
  for (const [url, reason] of refused) {
    const db = createDatabase({ url, poolSize: 1 })
    const error = await t.throwsAsync(cipher(db), { code: 'database_refused' }, url)
    t.regex(error?.message ?? '', reason)
    await db.destroy()
    await t.throwsAsync(migrateToLatest({ databaseUrl: url }), { code: 'database_refused' })
  }
})

test.serial('a new connection reads the authorities that it trusts again', async (t) => {
  const [files, next] = [makeCertificates(), makeCertificates()]
  t.teardown(() => [files, next].forEach(({ remove }) => remove()))
  const server = await startDatabaseServer(t, [
    `--ssl-ca=${files.ca}`,
    `--ssl-cert=${files.serverCert}`,
    `--ssl-key=${files.serverKey}`,
  ])
  const db = createDatabase({ url: `${server.url}?ssl=verify-identity&ca=${files.ca}`, poolSize: 4 })
  t.teardown(() => db.destroy())
  await db.connection().execute(async (open) => {
    t.not(await cipher(open), '')
    writeFileSync(files.ca, 'half a f') // an operator replaces it
    await db.connection().execute(async (second) => {
      t.not(await cipher(second), '', 'with the authorities that were there before')
      for (const name of ['ca', 'serverCert', 'serverKey'] as const) copyFileSync(next[name], files[name])
      await server.asRoot(isMysql ? 'ALTER INSTANCE RELOAD TLS' : 'FLUSH SSL')
      await db.connection().execute(async (third) => t.not(await cipher(third), ''))
      t.not(await cipher(open), '', 'an open connection stays')
    })
  })
})
