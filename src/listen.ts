import type { Server } from 'node:net'
import { ConfigError } from './errors.ts'

export interface ListenAddress {
  readonly port: number
  readonly host?: string | undefined
  readonly backlog?: number
}

/**
 * The server listens. Returns its port. Throws ConfigError when the address is in use, not of this machine or not
 * allowed.
 */
export async function listen(server: Server, { host, ...address }: ListenAddress): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toConfigError(error, address.port, host)))
    server.listen({ ...address, ...(host === undefined ? {} : { host }) }, resolve)
  })
  const bound = server.address()
  return typeof bound === 'object' && bound !== null ? bound.port : address.port
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another process',
  EADDRNOTAVAIL: 'is no address of this machine',
  EACCES: 'is not allowed for this user',
}

function toConfigError(error: NodeJS.ErrnoException, port: number, host = 'every address'): Error {
  const reason = reasons[error.code ?? '']
  return reason === undefined ? error : new ConfigError([`port ${port} on ${host} ${reason}`])
}
