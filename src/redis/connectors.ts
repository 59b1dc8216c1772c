/**
 * Connectors of ioredis that accept only the server that takes writes. Redis says in INFO whether it is a replica. A
 * connection to one is closed before it counts as ready, and the next attempt follows after a pause that grows.
 * Each connection reads the certificates again: they are replaced while a process runs.
 */
import { connect as connectPlain, type Socket, type TcpNetConnectOpts } from 'node:net'
import { type ConnectionOptions, connect as connectTls } from 'node:tls'
import {
  AbstractConnector,
  type RedisOptions,
  type SentinelConnectionOptions,
  SentinelConnector,
} from 'ioredis'
import { ReplicaError } from './refusal.ts'

export interface PrimaryOptions {
  /** Is called for each connection that led to a replica. */
  readonly onReplica: (error: Error) => void
  /** How to encrypt; undefined for a connection without TLS. Is asked for each connection. */
  readonly readTls: () => ConnectionOptions | undefined
}

/** For one address. */
export function primaryConnector({ onReplica, readTls }: PrimaryOptions) {
  return class PrimaryConnector extends AbstractConnector {
    private readonly target: TcpNetConnectOpts
    private closing: Socket | undefined

    constructor(options: unknown) {
      const { host = 'localhost', port = 6379, family = 0, disconnectTimeout = 0 } = options as RedisOptions
      super(disconnectTimeout)
      this.target = { host, port, family }
    }

    override async connect(): Promise<Socket> {
      this.connecting = true
      const tls = readTls()
      this.stream = tls === undefined ? connectPlain(this.target) : connectTls({ ...tls, ...this.target })
      this.stream.once('error', (error: Error) => {
        this.firstError = error
      })
      return this.stream
    }

    override check({ role }: { role?: string }): boolean {
      return isPrimary(role, onReplica)
    }

    /** Many commands may be refused at once: one of them ends the connection. */
    override disconnect(): void {
      if (this.stream !== undefined && this.closing === this.stream) return
      this.closing = this.stream
      super.disconnect()
    }
  }
}

/** For an address that sentinels know. */
export function sentinelConnector({ onReplica, readTls }: PrimaryOptions) {
  return class PrimaryOfSentinelsConnector extends SentinelConnector {
    private closing: Socket | undefined

    constructor(options: unknown) {
      super(options as SentinelConnectionOptions)
      const reading = { get: readTls, enumerable: true, configurable: true }
      if (readTls() !== undefined)
        Object.defineProperties(this.options, { tls: reading, sentinelTLS: reading })
    }

    override check(info: { role?: string }): boolean {
      isPrimary(info.role, onReplica)
      return super.check(info) // it asks another sentinel next when this one named a replica
    }

    override disconnect(): void {
      if (this.stream !== undefined && this.closing === this.stream) return
      this.closing = this.stream
      super.disconnect()
    }
  }
}

/** A user who may not read INFO gets no role: then the first refused write tells. */
function isPrimary(role: string | undefined, onReplica: PrimaryOptions['onReplica']): boolean {
  if (role === undefined || role === 'master') return true
  onReplica(new ReplicaError())
  return false
}
