import { startTcpProxy, type TcpProxy } from '../../sandbox/network/tcp-proxy.ts'
import { until } from '../helpers/until.ts'
import { type OwnRedis, startOwnRedis } from '../receiver/own-redis.ts'

/** A Redis with a replica, behind an address that leads to the first. */
export interface RedisPair {
  readonly first: OwnRedis
  readonly second: OwnRedis
  readonly proxy: TcpProxy
  /** The second takes writes, the first becomes its replica. The address leads where it led. */
  swap(): Promise<void>
  stop(): Promise<void>
}

export async function startRedisPair(): Promise<RedisPair> {
  const [first, second] = await Promise.all([startOwnRedis(), startOwnRedis()])
  const proxy = await startTcpProxy(first.url)
  await follow(second, first)
  return {
    first,
    second,
    proxy,
    async swap() {
      await second.command('REPLICAOF', 'NO', 'ONE')
      await follow(first, second)
    },
    async stop() {
      await proxy.close()
      await Promise.all([first.stop(), second.stop()])
    },
  }
}

/** `replica` has all data of `primary`. */
async function follow(replica: OwnRedis, primary: OwnRedis): Promise<void> {
  const { hostname, port } = new URL(primary.url)
  await replica.command('REPLICAOF', hostname, port)
  await until('the replica follows', async () =>
    String(await replica.command('INFO', 'replication')).includes('master_link_status:up'),
  )
}
