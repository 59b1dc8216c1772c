import { setTimeout as pause } from 'node:timers/promises'
import type { Crew } from '../processes.ts'

const patienceMs = 30_000

/** Every address answers 200. Throws with the last lines of the processes' log when one does not within half a minute. */
export async function waitUntilUp(urls: readonly string[], crew: Crew, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (const url of urls) {
    while (!(await answers(url))) {
      signal.throwIfAborted()
      if (performance.now() > deadline) {
        const log = (await crew.readLog()).slice(-10).join('\n')
        throw new Error(`${url} does not answer. The last lines of the log:\n${log}`)
      }
      await pause(50)
    }
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    await response.text()
    return response.ok
  } catch {
    return false
  }
}
