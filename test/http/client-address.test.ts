import type { IncomingMessage } from 'node:http'
import test from 'ava'
import { createAddressOf, isAddressOrNetwork } from '../../src/http/client-address.ts'

type Request = Pick<IncomingMessage, 'headers'> & { readonly socket: { readonly remoteAddress?: string } }

function addressOf(trusted: readonly string[], remoteAddress: string, forwarded?: string): string {
  const request: Request = {
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  }
  return Reflect.apply(createAddressOf(trusted), undefined, [request])
}

test('the client is the last address that is no trusted proxy', (t) => {
  const proxies = ['10.0.0.0/8', '2001:db8::1', '192.0.2.7']
  t.is(addressOf([], '::ffff:10.0.0.1', '1.2.3.4'), '10.0.0.1')
  t.is(addressOf(proxies, '203.0.113.9', '1.2.3.4'), '203.0.113.9')
  t.is(addressOf(proxies, '::ffff:10.0.0.1', '1.2.3.4'), '1.2.3.4')
  t.is(addressOf(proxies, '2001:db8::1', '6.6.6.6, 1.2.3.4, 192.0.2.7, 10.9.9.9'), '1.2.3.4')
  t.is(addressOf(proxies, '10.0.0.1', 'unknown'), '10.0.0.1')
  t.is(addressOf(proxies, '10.0.0.1'), '10.0.0.1')
})

test('an entry is an address or a network', (t) => {
  for (const entry of ['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32'])
    t.true(isAddressOrNetwork(entry), entry)
  for (const entry of ['', 'proxy', '10.0.0.0/33', '10.0.0.0/x', '10.0.0.0/8/8', '10.0.0'])
    t.false(isAddressOrNetwork(entry), entry)
})
