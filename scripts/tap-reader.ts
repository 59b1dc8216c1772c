/** What a test run came to, counted from its TAP lines (https://testanything.org/tap-version-13-specification.html). */
export interface TapReader {
  readonly passed: number
  readonly failed: number
  read(line: string): void
}

/**
 * Counts results and prints them for people: a tick or a cross before each title, failures with all their detail.
 * Skipped tests and those still to be written count as neither.
 */
export function createTapReader(print: (line: string) => void): TapReader {
  let passed = 0
  let failed = 0
  return {
    get passed() {
      return passed
    },
    get failed() {
      return failed
    },
    read(line) {
      const result = /^(not )?ok \d+ (?:- )?(.*)$/.exec(line)
      if (result === null) return isFrame(line) ? undefined : print(line)
      const [, not, title = ''] = result
      if (/# (SKIP|TODO)\b/i.test(title)) return print(`  - ${title}`)
      if (not === undefined) passed++
      else failed++
      print(not === undefined ? `  ✔ ${title}` : `  ✖ ${title}`)
    },
  }
}

function isFrame(line: string): boolean {
  return line === '' || /^(TAP version|\d+\.\.\d+$|# (tests|pass|skip|todo|fail) \d+$)/.test(line)
}
