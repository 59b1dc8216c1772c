import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'

/** A variable of the environment by which a process and all that it starts can be found, also without their parents. */
export interface Mark {
  readonly env: Readonly<Record<string, string>>
  /** Those that run now, each as `<pid> <command line>`. */
  running(): readonly string[]
}

/** Needs /proc. */
export function createMark(): Mark {
  const mark = `PAGEBEAT_TEST_MARK=${randomBytes(8).toString('hex')}`
  const [name = '', value = ''] = mark.split('=')
  return {
    env: { [name]: value },
    running: () =>
      readdirSync('/proc')
        .filter((pid) => /^\d+$/.test(pid) && readProc(pid, 'environ').split('\0').includes(mark))
        .map((pid) => `${pid} ${readProc(pid, 'cmdline').replaceAll('\0', ' ').slice(0, 500)}`),
  }
}

/** Empty when the process has ended, and for the environment of one that has ended and was not waited for. */
function readProc(pid: string, name: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
