import type { StoreName } from '../../sandbox/servers/stores.ts'
import type { Layout } from '../layout.ts'
import type { Judged } from '../report.ts'
import type { Scene } from './scene.ts'

export type Case = SceneCase | OwnCase

interface Named {
  readonly name: string
  /** What holds beside the promises that every case has (verdict.ts). */
  readonly promise: string
  /** Part of the form in `npm test`. */
  readonly isShort?: true
}

/** Faults in a scene that all cases share, with live traffic. */
export interface SceneCase extends Named {
  /** Both stores need a replica. */
  readonly replicas?: true
  /** Instead of the usual database server. */
  readonly databaseServer?: StoreName
  /** The clocks of the workers can be set. */
  readonly setsClocks?: true
  /** Added to each fsync of a store, from the start. Needs a C compiler. */
  readonly fsyncMs?: number
  /** Instead of the usual ones: messages and reactions a second. */
  readonly traffic?: Readonly<Record<'messages' | 'reactions', number>>
  /** Of Redis' command line. */
  readonly redisArgs?: () => readonly string[]
  /** The memory of receiver and workers does not grow from the second quarter to the last. */
  readonly isFlat?: true
  /** The most memory of the receiver above its calm value, MiB. */
  readonly receiverMiB?: number
  play(scene: Scene): Promise<void>
}

/** A trial with servers, traffic and promises of its own. */
export interface OwnCase extends Named {
  judge(options: { readonly seed: string; readonly layout: Layout }): Promise<Judged>
}

export const goOn = 'acks, rows and replies go on by themselves'
