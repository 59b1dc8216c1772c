/** What a worker of the converse programs is told on its command line. */
import { parseArgs } from 'node:util'

export interface WorkerSettings {
  readonly redisUrl: string
  readonly databaseUrl: string
  readonly prefix: string
  readonly graphUrl: string
  readonly appId: string
  readonly appSecret: string
  readonly secretKey: string
  /** `local` learns from a few examples; `none` understands nothing; `production`: as `pagebeat work` does, by its environment. */
  readonly understand: 'none' | 'local' | 'production'
  readonly concurrency: number
  readonly sendMs: number
  readonly claimMs: number
  readonly graceMs: number
  readonly giveUpMs: number
  readonly replyMinutes: number
}

/** Short waits: a storm of minutes meets what happens in production in hours. */
export const stormWaits = { sendMs: 1_500, claimMs: 2_500, graceMs: 1_500, giveUpMs: 60_000 } as const

/** As production has them. */
export const usualWaits = { sendMs: 5_000, claimMs: 7_000, graceMs: 6_000, giveUpMs: 120_000 } as const

const flag = '--settings'

export function toArgs(settings: WorkerSettings): string[] {
  return [flag, Buffer.from(JSON.stringify(settings)).toString('base64url')]
}

/** Written by `toArgs` of the process that started this one. */
export function fromArgs(args: readonly string[]): WorkerSettings {
  const { values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { settings: { type: 'string' } },
  })
  if (values.settings === undefined) throw new Error(`${flag} is missing: a converse program starts this one`)
  return JSON.parse(Buffer.from(values.settings, 'base64url').toString()) as WorkerSettings
}
