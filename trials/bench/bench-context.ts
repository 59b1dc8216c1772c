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
  readonly say: (line: string) => void
  /**
   * Throws when something that was acked is not there: such a run has no figures. A POST that was refused may be there all the
   * same (the receiver cannot know when Redis does not answer in time).
   */
  readonly count: (counted: Counted) => void
  readonly tables: DetailTable[]
}

export interface Counted {
  readonly what: string
  readonly acked: number
  readonly stored: number
  readonly refused?: Readonly<Record<string, number>>
}

export interface DetailTable {
  readonly title: string
  readonly rows: Readonly<Record<string, Readonly<Record<string, number>>>>
}
