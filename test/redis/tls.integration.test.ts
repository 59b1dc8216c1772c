import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { workerConnection } from '../../queues/connection.ts'
import { findFreePort } from '../../sandbox/servers/free-port.ts'
import { makeCertificates } from '../helpers/certificates.ts'
import { startPagebeat } from '../helpers/running-program.ts'
import { inTime, until } from '../helpers/until.ts'
import { post } from '../receiver/http.ts'
import { startOwnRedis } from '../receiver/own-redis.ts'
import { receiverEnv, startReceiverProcess } from '../receiver/receiver-process.ts'
import { startTlsSentinel } from './sentinels.ts'

const files = makeCertificates()
test.after.always(() => files.remove())

async function startTlsRedis(
  options: { readonly cert?: string; readonly key?: string; readonly clients?: 'yes' | 'no' } = {},
) {
  const { cert = files.serverCert, key = files.serverKey, clients = 'no' } = options
  const port = await findFreePort()
  const redis = await startOwnRedis(
    Object.entries({
      'tls-port': String(port),
      'tls-cert-file': cert,
      'tls-key-file': key,
      'tls-ca-cert-file': files.ca,
      'tls-auth-clients': clients,
    }).flatMap(([name, value]) => [`--${name}`, value]),
  )
  return { ...redis, tlsUrl: `rediss://127.0.0.1:${port}` }
}

/** A file of the test's own with these bytes. */
function copyOf(t: { teardown(end: () => void): void }, file: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-tls-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const copy = path.join(folder, 'ca.pem')
  copyFileSync(file, copy)
  return copy
}

/** The response to PING, or the first error. */
async function ping(t: { teardown(end: () => void): void }, url: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const onTrouble = (error: Error): void => resolve(error.message)
  const connection = workerConnection(url, { onTrouble, onReady: () => undefined })
  t.teardown(() => connection.disconnect())
  connection.ping().then(resolve, onTrouble)
  return await promise
}

test.serial(
  'connects to a Redis whose certificate the given authority signed, and to no other',
  async (t) => {
    const redis = await startTlsRedis()
    t.teardown(() => redis.stop())
    t.is(await ping(t, `${redis.tlsUrl}?ca=${files.ca}`), 'PONG')
    t.regex(await ping(t, redis.tlsUrl), /unable to verify|self-signed|local issuer/)
    t.regex(await ping(t, `${redis.tlsUrl}?ca=${files.otherCa}`), /unable to verify|self-signed|local issuer/)
  },
)

test.serial('shows its own certificate to a Redis that asks for one', async (t) => {
  const redis = await startTlsRedis({ clients: 'yes' })
  t.teardown(() => redis.stop())
  const mutual = `ca=${files.ca}&cert=${files.clientCert}&key=${files.clientKey}`
  t.is(await ping(t, `${redis.tlsUrl}?${mutual}`), 'PONG')
  t.not(await ping(t, `${redis.tlsUrl}?ca=${files.ca}`), 'PONG')
})

test.serial('a certificate of another host is refused, unless its name is given', async (t) => {
  const redis = await startTlsRedis({ cert: files.elsewhereCert, key: files.elsewhereKey })
  t.teardown(() => redis.stop())
  t.regex(await ping(t, `${redis.tlsUrl}?ca=${files.ca}`), /does not match certificate's altnames/)
  t.is(await ping(t, `${redis.tlsUrl}?ca=${files.ca}&servername=elsewhere.test`), 'PONG')
})

test.serial(
  'a connection that is opened again reads certificates that were replaced meanwhile',
  async (t) => {
    const redis = await startTlsRedis()
    const next = makeCertificates()
    const ca = copyOf(t, files.ca)
    const troubles: string[] = []
    const report = {
      onTrouble: ({ message }: Error) => void troubles.push(message),
      onReady: () => undefined,
    }
    const connection = workerConnection(`${redis.tlsUrl}?ca=${ca}`, report)
    t.teardown(async () => {
      connection.disconnect()
      next.remove()
      await redis.stop()
    })
    t.is(await connection.ping(), 'PONG')

    writeFileSync(ca, 'half a f') // an operator replaces it
    connection.disconnect(true)
    t.is(await connection.ping(), 'PONG', 'with the certificates that were there before')
    t.true(troubles.includes(`REDIS_URL names the ca file ${ca}, which holds no certificate in PEM`))

    copyFileSync(next.ca, ca)
    await redis.command('CONFIG', 'SET', 'tls-cert-file', next.serverCert, 'tls-key-file', next.serverKey)
    connection.disconnect(true)
    t.is(await inTime('the next connection works', connection.ping(), { withinMs: 15_000 }), 'PONG')
  },
)

test.serial('a sentinel over TLS, whose certificate is replaced, is reached as well', async (t) => {
  const redis = await startTlsRedis()
  const next = makeCertificates()
  const ca = copyOf(t, files.ca)
  const start = (cert: string, key: string, own: number) =>
    startTlsSentinel(t, { cert, key, own, port: Number(new URL(redis.tlsUrl).port), ca: files.ca })
  const own = await findFreePort()
  const sentinel = await start(files.serverCert, files.serverKey, own)
  const connection = workerConnection(`rediss+sentinel://127.0.0.1:${own}/main?ca=${ca}`)
  t.teardown(async () => {
    connection.disconnect()
    next.remove()
    await redis.stop()
  })
  t.is(await inTime('the sentinel names Redis', connection.ping(), { withinMs: 15_000 }), 'PONG')

  await sentinel.stop()
  await redis.command('CONFIG', 'SET', 'tls-cert-file', next.serverCert, 'tls-key-file', next.serverKey)
  await start(next.serverCert, next.serverKey, own)
  connection.disconnect(true)
  const answered = connection.ping()
  copyFileSync(next.ca, ca)
  t.is(await inTime('the next connection works', answered, { withinMs: 15_000 }), 'PONG')
})

test.serial('a receiver stores deliveries over TLS, and says at its start which file is wrong', async (t) => {
  const redis = await startTlsRedis()
  t.teardown(() => redis.stop())
  const receiver = await startReceiverProcess(`${redis.tlsUrl}?ca=${files.ca}`)
  t.teardown(() => receiver.child.kill('SIGKILL'))
  await until('stored', async () => (await post(receiver.port, '{"object":"page"}')).status === 200)
  t.is(await receiver.stop(), 0)

  const wrong = startPagebeat(
    ['receive'],
    receiverEnv(`${redis.tlsUrl}?cert=${files.clientCert}&key=${files.serverKey}`),
  )
  t.is(await wrong.exited, 78)
  t.regex(
    wrong.output(),
    /REDIS_URL names files that do not fit together as cert, key: .*key values mismatch/,
  )
})
