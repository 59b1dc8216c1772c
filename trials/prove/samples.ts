/** What an operator would see while a case runs, twice a second. */
import { readFileSync } from 'node:fs'
import { repeat } from '../repeat.ts'

export interface Sample {
  /** ms since the epoch. */
  readonly at: number
  /** Rows of `interaction`; undefined when the database did not respond. */
  readonly rows: number | undefined
  readonly replies: number
  /** Of `/readyz`; 0 for no response. */
  readonly ready: number
  /** Resident memory of the receiver and of all workers, MiB. */
  readonly receiverMiB: number
  readonly workersMiB: number
}

export interface Sampling {
  readonly all: readonly Sample[]
  stop(): Promise<void>
}

export interface SampleSources {
  readonly countRows: () => Promise<number | undefined>
  readonly countReplies: () => number
  readonly readyUrl: string
  readonly receiverPid: () => number | undefined
  readonly workerPids: () => readonly (number | undefined)[]
}

const everyMs = 500

export function startSampling(sources: SampleSources): Sampling {
  const all: Sample[] = []
  const { stop } = repeat(async ({ rest }) => {
    const at = Date.now()
    const [rows, ready] = await Promise.all([sources.countRows(), askReadiness(sources.readyUrl)])
    all.push({
      at,
      rows,
      ready,
      replies: sources.countReplies(),
      receiverMiB: residentMiB(sources.receiverPid()),
      workersMiB: sources.workerPids().reduce<number>((sum, pid) => sum + residentMiB(pid), 0),
    })
    await rest(Math.max(0, at + everyMs - Date.now()))
  })
  return { all, stop }
}

async function askReadiness(url: string): Promise<number> {
  return await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    async (response) => {
      await response.arrayBuffer()
      return response.status
    },
    () => 0,
  )
}

/** 0 while the process does not run. */
export function residentMiB(pid: number | undefined): number {
  try {
    const [, kib = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kib) / 1_024
  } catch {
    return 0
  }
}
