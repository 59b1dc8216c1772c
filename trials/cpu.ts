import { readFileSync } from 'node:fs'
import type { Redis } from 'ioredis'

/** Processor time that processes have used, in µs, by name. */
export type CpuReadings = Readonly<Record<string, number>>

const microsPerTick = 10_000 // USER_HZ is 100 on every Linux

/** User and system time of a process with all its threads; NaN where there is no /proc. */
export function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * microsPerTick
  } catch {
    return Number.NaN
  }
}

/** Time of all processors together, in ticks since the machine started. */
export interface ProcessorTimes {
  readonly all: number
  readonly idle: number
  /** A virtual machine's processors were ready, and its host gave their time to others. */
  readonly stolen: number
}

/** NaN where there is no /proc. */
export function readProcessors(): ProcessorTimes {
  try {
    const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1)
    const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number)
    const [, , , idle = Number.NaN, waiting = Number.NaN, , , stolen = Number.NaN] = ticks
    return { all: ticks.reduce((sum, each) => sum + each, 0), idle: idle + waiting, stolen }
  } catch {
    return { all: Number.NaN, idle: Number.NaN, stolen: Number.NaN }
  }
}

export interface ProcessorShares {
  /** Of the time of all processors, 0 to 1. Time that the host gave to others is not in it. */
  readonly busy: number
  readonly stolen: number
}

/** How busy the machine was between two readings; NaN where there is no /proc. */
export function sharesBetween(before: ProcessorTimes, after: ProcessorTimes): ProcessorShares {
  const all = after.all - before.all
  const stolen = (after.stolen - before.stolen) / all
  return { busy: 1 - (after.idle - before.idle) / all - stolen, stolen }
}

/** Of the Redis server, wherever it runs. */
export async function cpuOfRedis(redis: Redis): Promise<number> {
  const info = await redis.info('cpu')
  const seconds = ['used_cpu_sys', 'used_cpu_user'].map((name) =>
    Number(new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]),
  )
  return seconds.reduce((sum, each) => sum + each, 0) * 1e6
}

/** What was used between two readings, for each of `count` things. */
export function cpuEach(before: CpuReadings, after: CpuReadings, count: number): CpuReadings {
  return Object.fromEntries(
    Object.entries(after).map(([name, micros]) => [name, (micros - (before[name] ?? Number.NaN)) / count]),
  )
}
