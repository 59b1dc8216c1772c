import { createHmac } from 'node:crypto'
import type { ExecutionContext } from 'ava'
import { createTestRedis } from '../../helpers/redis.ts'
import { until } from '../../helpers/until.ts'
import type { Sample } from './exposition.ts'
import { type RunningCommand, runCommand } from './running-command.ts'

export const marker = 'Grüße von Erika'
export const secret = 'app-secret'
export const login = { authorization: `Basic ${Buffer.from('pagebeat:long-password').toString('base64')}` }

export const redis = await createTestRedis()

export function environment(prefix: string, override: Record<string, string> = {}): Record<string, string> {
  return {
    REDIS_URL: redis.url,
    PAGEBEAT_QUEUE_PREFIX: prefix,
    PAGEBEAT_ALLOW_VOLATILE: '1',
    BOARD_PORT: '0',
    BOARD_PASSWORD: 'long-password',
    ...override,
  }
}

export async function run(
  t: ExecutionContext,
  args: string[],
  env: Record<string, string>,
): Promise<RunningCommand> {
  const command = await runCommand(args, env)
  t.teardown(() => command.stop())
  return command
}

export async function get(
  board: RunningCommand,
  path: string,
  { method = 'GET', origin }: { method?: string; origin?: string } = {},
): Promise<{ status: number; text: string }> {
  const hung = AbortSignal.timeout(20_000)
  const response = await fetch(`http://127.0.0.1:${board.port}${path}`, {
    redirect: 'manual',
    signal: hung,
    method,
    headers: { ...login, ...(origin === undefined ? {} : { origin }) },
  })
  return { status: response.status, text: await response.text() }
}

export function valueOf(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0)
}

export function delivery(index: number): string {
  const value = { item: 'comment', verb: 'add', comment_id: `1_${index}`, post_id: '100_1', message: marker, created_time: 1_780_000_000 + index, from: { id: '7', name: marker } } // prettier-ignore
  return JSON.stringify({
    object: 'page',
    entry: [{ id: '100', time: 1_780_000_000, changes: [{ field: 'feed', value }] }],
  })
}

/** Until it is acknowledged, as Facebook does: a machine under load may make the receiver say 503. */
export async function send(receiver: RunningCommand, body: string): Promise<void> {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
  await until(
    'the receiver acknowledges',
    async () =>
      (await fetch(`http://127.0.0.1:${receiver.port}/webhook`, { method: 'POST', body, headers })).status ===
      200,
  )
}
