import type { Host } from '../host.ts'
import type { Load } from './load.ts'
import type { Sizes } from './sizes.ts'

/** What a part of the bench works with. */
export interface Bench {
  /** Of this run: begins the names of its databases and keys. */
  readonly name: string
  readonly host: Host
  readonly load: Load
  readonly sizes: Sizes
  /** Options of Node for the receiver and the worker: a profiler, for example. */
  readonly nodeArgs: readonly string[]
  /** Part b also measures an installation with an open console. */
  readonly hasConsole: boolean
  /** The file of another version of Pagebeat, for part v. */
  readonly otherVersion: string | undefined
  readonly tables: DetailTable[]
}

export interface DetailTable {
  readonly title: string
  readonly rows: Readonly<Record<string, Readonly<Record<string, number>>>>
}

interface Counted {
  readonly what: string
  readonly acked: number
  readonly stored: number
  readonly refused?: Readonly<Record<string, number>>
}

/**
 * Throws when something that was acked is not there: such a run has no figures. A POST that was refused may be there all the
 * same (the receiver cannot know when Redis does not answer in time).
 */
export function requireAll({ what, acked, stored, refused = {} }: Counted): void {
  const unsure = Object.values(refused).reduce((sum, count) => sum + count, 0)
  if (unsure > 0) console.log(`    ${what}: answers other than 200, by status: ${JSON.stringify(refused)}`)
  if (stored < acked || stored > acked + unsure) throw new Error(`${what}: ${acked} acked, ${stored} stored`)
}
