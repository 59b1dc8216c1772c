import { readFileSync } from 'node:fs'

/** Exactly one process: a pid is reused, a pid with its start time is not. `started` is '' where /proc is absent. */
export interface ProcessIdentity {
  readonly pid: number
  readonly started: string
}

export function identify(pid: number): ProcessIdentity {
  return { pid, started: startTime(pid) }
}

/** True while exactly this process runs. False when its pid is free, a zombie's, or another process's. */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  return started !== '' && startTime(pid) === started
}

/** Clock ticks since boot, with the boot's id: field 22 of /proc/<pid>/stat, counted after the name in brackets. */
function startTime(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    if (fields[0] === 'Z') return ''
    return `${fields[19] ?? ''}@${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}`
  } catch {
    return ''
  }
}
