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
  readonly tables: DetailTable[]
}

export interface DetailTable {
  readonly title: string
  readonly rows: Readonly<Record<string, Readonly<Record<string, number>>>>
}
