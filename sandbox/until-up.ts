import { setTimeout as pause } from 'node:timers/promises'
import type { Processes } from './processes.ts'

export interface UpOptions {
  /** Their log is in the error. */
  readonly processes: Pick<Processes, 'readLog'>
  readonly signal?: AbortSignal
  /** `200` when left out; `any` answer is enough of a server that has no health check. */
  readonly answer?: '200' | 'any'
  readonly limitMs?: number
}

/** A busy machine needs minutes for what takes seconds else. */
const usualLimitMs = 180_000
const silence =
  'The processes logged nothing: the machine is probably busy. Start again when it is less busy.'

/** Every address answers. Throws when one does not in time, with the last lines of the processes' log. */
export async function untilUp(
  urls: readonly string[],
  { processes, signal, answer = '200', limitMs = usualLimitMs }: UpOptions,
): Promise<void> {
  const deadline = performance.now() + limitMs
  for (const url of urls) {
    while (!isUp(await statusOf(url), answer)) {
      signal?.throwIfAborted()
      if (performance.now() > deadline)
        throw new Error(`${url} did not answer for ${limitMs / 1000} s. ${await explain(processes)}`)
      await pause(50)
    }
  }
}

async function explain(processes: UpOptions['processes']): Promise<string> {
  const lines = (await processes.readLog()).slice(-10)
  return lines.length === 0 ? silence : `The last lines of the log:\n${lines.join('\n')}`
}

function isUp(status: number, answer: '200' | 'any'): boolean {
  return answer === '200' ? status === 200 : status !== 0
}

/** 0: no response. */
async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await response.text()
    return response.status
  } catch {
    return 0
  }
}
