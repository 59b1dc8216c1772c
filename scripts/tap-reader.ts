/** What a test run came to, counted from its TAP lines (https://testanything.org/tap-version-13-specification.html). */
export interface TapReader {
  readonly passed: number
  readonly failed: number
  /** Skipped tests, and those still to be written. */
  readonly skipped: number
  /** Each failed test with its detail, as printed: a long run ends with them, as only its end may be kept. */
  readonly failures: readonly (readonly string[])[]
  read(line: string): void
}

/** Counts results and prints them for people: a tick or a cross before each title, failures with all their detail. */
export function createTapReader(print: (line: string) => void): TapReader {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const failures: string[][] = []
  let detail: string[] | undefined
  return {
    failures,
    get passed() {
      return counts.passed
    },
    get failed() {
      return counts.failed
    },
    get skipped() {
      return counts.skipped
    },
    read(line) {
      const result = /^(not )?ok \d+ (?:- )?(.*)$/.exec(line)
      if (result === null) {
        if (isFrame(line)) return
        detail?.push(line)
        return print(line)
      }
      const [, not, title = ''] = result
      const kind = /# (SKIP|TODO)\b/i.test(title) ? 'skipped' : not === undefined ? 'passed' : 'failed'
      counts[kind] += 1
      const told = `  ${marks[kind]} ${title}`
      detail = kind === 'failed' ? [told] : undefined
      if (detail !== undefined) failures.push(detail)
      print(told)
    },
  }
}

const marks = { passed: '✔', failed: '✖', skipped: '-' } as const

function isFrame(line: string): boolean {
  return line === '' || /^(TAP version|\d+\.\.\d+$|# (tests|pass|skip|todo|fail) \d+$|# .* hook$)/.test(line)
}
