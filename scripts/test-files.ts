import { readdirSync, readFileSync } from 'node:fs'

export interface TestFileProcess {
  readonly pid: number
  /** As its title says, see test/helpers/bound-test-file.ts. */
  readonly file: string
}

/** The processes of test files that ava runs now. Needs /proc: finds none where it is absent. */
export function findTestFiles(avaPid: number): TestFileProcess[] {
  return pids()
    .filter((pid) => parentOf(pid) === avaPid)
    .flatMap((pid) => {
      const file = /^ava (\S+)/.exec(readProc(pid, 'cmdline'))?.[1]
      return file === undefined ? [] : [{ pid, file }]
    })
}

function pids(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
  } catch {
    return []
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readProc(pid, 'status'))?.[1])
}

/** Empty when the process has ended in the meantime. */
function readProc(pid: number, name: 'cmdline' | 'status'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
