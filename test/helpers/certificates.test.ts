import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { connect, createServer } from 'node:tls'
import test from 'ava'
import { makeCertificates } from './certificates.ts'

const files = makeCertificates()
const read = (file: string): string => readFileSync(file, 'utf8')
test.after.always(() => files.remove())

test('certificates are signed by their authority and name their hosts', (t) => {
  const [ca, server] = [files.ca, files.serverCert].map((file) => new X509Certificate(readFileSync(file)))
  t.true(ca !== undefined && server?.verify(ca.publicKey))
  t.is(server?.subjectAltName, 'DNS:localhost, IP Address:127.0.0.1')
})

test('a client that trusts the authority connects', async (t) => {
  const server = createServer(
    { cert: read(files.serverCert), key: read(files.serverKey), ca: read(files.ca), requestCert: true },
    (socket) => socket.end(socket.authorized ? 'known' : 'unknown'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  const socket = connect({
    port: address.port,
    host: '127.0.0.1',
    ca: read(files.ca),
    cert: read(files.clientCert),
    key: read(files.clientKey),
  })
  t.is(await text(socket), 'known')
  server.close()
})
