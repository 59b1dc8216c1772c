import { feedChannel } from '../src/domain/event.ts'
import type { ReplyChannel } from '../src/domain/turn.ts'
import { MalformedJobError } from '../src/errors.ts'
import { damageIn, damages } from './stored-job.ts'

/** A job's data as an object of version 1. Throws MalformedJobError. */
export function decodeJobV1(raw: unknown, stage: string): Readonly<Record<string, unknown>> {
  if (typeof raw !== 'object' || raw === null) throw new MalformedJobError(`${stage}: not an object`)
  const job: Readonly<Record<string, unknown>> = { ...raw }
  const damage = damageIn(job)
  if (damage !== undefined) throw new MalformedJobError(`${stage}: ${damages[damage]}`)
  const version = job['v']
  const named = typeof version === 'number' ? String(version) : `of type ${typeof version}` // a text is never quoted
  if (version !== 1) throw new MalformedJobError(`${stage}: version ${named} is not known here`)
  return job
}

/** A list in a job, each element checked by `isItem`. Throws MalformedJobError. */
export function decodeList<T extends object>(
  job: Readonly<Record<string, unknown>>,
  name: string,
  isItem: (value: Partial<T>) => boolean,
): readonly T[] {
  const list = job[name]
  if (!Array.isArray(list)) throw new MalformedJobError(`${name} is not a list`)
  list.forEach((item: unknown, index) => {
    const valid = typeof item === 'object' && item !== null && isItem(item)
    if (!valid) throw new MalformedJobError(`${name}[${index}] has a wrong field`)
  })
  return list
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

/** A time in a job, ms since the epoch, that may be absent. */
export function timeOf(ts: unknown): { readonly ts?: number } {
  return typeof ts === 'number' && Number.isFinite(ts) ? { ts } : {}
}

/** The channel of a turn in a job. It is left out for Messenger, as in jobs of an earlier version. */
export interface OfChannel {
  readonly channel?: ReplyChannel
}

export function channelOf(channel: unknown): OfChannel {
  return channel === feedChannel ? { channel } : {}
}

/** See `QueueDefinition.yields`. */
export function isOnFeed({ channel }: OfChannel): boolean {
  return channel === feedChannel
}
