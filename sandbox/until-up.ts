import { setTimeout as pause } from 'node:timers/promises'
import type { Processes } from './processes.ts'

export interface UpOptions {
  /** Their log is in the error. */
  readonly processes: Pick<Processes, 'readLog'>
  readonly signal?: AbortSignal
  /** `200` when left out; `any` answer is enough of a server that has no health check. */
  readonly answer?: '200' | 'any'
}

const limitMs = 30_000

/** Every address answers. Throws with the last lines of the processes' log when one does not within half a minute. */
export async function untilUp(
  urls: readonly string[],
  { processes, signal, answer = '200' }: UpOptions,
): Promise<void> {
  const deadline = performance.now() + limitMs
  for (const url of urls) {
    while (!isUp(await statusOf(url), answer)) {
      signal?.throwIfAborted()
      if (performance.now() > deadline) {
        const log = (await processes.readLog()).slice(-10).join('\n')
        throw new Error(`${url} does not answer. The last lines of the log:\n${log}`)
      }
      await pause(50)
    }
  }
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
