import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/**
 * Finds a client's address. `X-Forwarded-For` counts only where the connection comes from a trusted proxy: anyone can
 * send this header. The client is the last address in it that is no trusted proxy. `trusted` holds addresses and
 * networks (`10.0.0.0/8`).
 */
export function createAddressOf(trusted: readonly string[]): (req: IncomingMessage) => string {
  const proxies = new BlockList()
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) proxies.addAddress(address, family)
    else proxies.addSubnet(address, Number(bits), family)
  }
  const isProxy = (address: string): boolean =>
    isIP(address) !== 0 && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

  return function addressOf(req) {
    const header = req.headers['x-forwarded-for'] ?? ''
    const forwarded = String(header).split(',').slice(-mostProxies)
    let address = plain(req.socket.remoteAddress ?? '')
    while (isProxy(address)) {
      const before = plain(forwarded.pop()?.trim() ?? '')
      if (isIP(before) === 0) break
      address = before
    }
    return address
  }
}

const mostProxies = 20

/** An IPv4 address as such: a socket for both families shows `::ffff:127.0.0.1`. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

/** True for an address, or a network such as `10.0.0.0/8`. */
export function isAddressOrNetwork(entry: string): boolean {
  const [address = '', bits = '0', more] = entry.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  return more === undefined && isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most
}
