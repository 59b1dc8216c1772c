import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Paths of files in PEM. */
export interface Certificates {
  /** The authority that signed the others. */
  readonly ca: string
  /** Of a server at 127.0.0.1 and localhost. */
  readonly serverCert: string
  readonly serverKey: string
  readonly clientCert: string
  readonly clientKey: string
  /** An authority that signed none of them. */
  readonly otherCa: string
  /** The same as `serverCert`, but for the host `elsewhere.test` only. */
  readonly elsewhereCert: string
  readonly elsewhereKey: string
  /** The files are gone. */
  remove(): void
}

/** New certificates, valid from yesterday on for two days. They need no program but Node. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-certificates-'))
  const write = (name: string, pem: string): string => {
    const file = path.join(folder, name)
    writeFileSync(file, pem, { mode: 0o600 })
    return file
  }
  const authority = createAuthority('authority of the test')
  const server = authority.issue('server', { hosts: ['localhost'], addresses: [[127, 0, 0, 1]] })
  const client = authority.issue('client', { hosts: [], addresses: [] })
  const elsewhere = authority.issue('elsewhere', { hosts: ['elsewhere.test'], addresses: [] })
  return {
    ca: write('ca.pem', authority.pem),
    serverCert: write('server.pem', server.pem),
    serverKey: write('server.key', server.key),
    clientCert: write('client.pem', client.pem),
    clientKey: write('client.key', client.key),
    elsewhereCert: write('elsewhere.pem', elsewhere.pem),
    elsewhereKey: write('elsewhere.key', elsewhere.key),
    otherCa: write('other-ca.pem', createAuthority('another authority').pem),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

interface Names {
  readonly hosts: readonly string[]
  readonly addresses: readonly (readonly number[])[]
}

function createAuthority(name: string) {
  const { privateKey, publicKey } = newKeys()
  const isAuthority = extension('2.5.29.19', sequence(boolean(true)))
  return {
    pem: certificate({
      subject: name,
      issuer: name,
      publicKey,
      signer: privateKey,
      extensions: [isAuthority],
    }),
    issue(subject: string, { hosts, addresses }: Names): { readonly pem: string; readonly key: string } {
      const keys = newKeys()
      const names = sequence(
        ...hosts.map((host) => der(0x82, Buffer.from(host))),
        ...addresses.map((address) => der(0x87, Buffer.from(address))),
      )
      const extensions = hosts.length + addresses.length === 0 ? [] : [extension('2.5.29.17', names)]
      return {
        pem: certificate({
          subject,
          issuer: name,
          publicKey: keys.publicKey,
          signer: privateKey,
          extensions,
        }),
        key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      }
    },
  }
}

function newKeys(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
}

/** A certificate of X.509 version 3, signed with ECDSA and SHA-256: RFC 5280, section 4.1. */
function certificate(of: {
  readonly subject: string
  readonly issuer: string
  readonly publicKey: KeyObject
  readonly signer: KeyObject
  readonly extensions: readonly Buffer[]
}): string {
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'))
  const dayMs = 86_400_000
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(of.issuer),
    sequence(time(Date.now() - dayMs), time(Date.now() + dayMs)),
    nameOf(of.subject),
    of.publicKey.export({ type: 'spki', format: 'der' }),
    ...(of.extensions.length === 0 ? [] : [der(0xa3, sequence(...of.extensions))]),
  )
  const whole = sequence(body, algorithm, bits(sign('sha256', body, of.signer)))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(objectId('2.5.4.3'), der(0x0c, Buffer.from(commonName)))))
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), boolean(true), der(0x04, value))
}

function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/\D/g, '').slice(0, 14)
  return der(0x18, Buffer.from(`${digits}Z`))
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.from([value ? 0xff : 0]))
}

function integer(value: Buffer): Buffer {
  return der(0x02, value)
}

function bits(value: Buffer): Buffer {
  return der(0x03, Buffer.concat([Buffer.from([0]), value]))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

/** Tag, length, value. */
function der(tag: number, value: Buffer): Buffer {
  const { length } = value
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), value])
}
