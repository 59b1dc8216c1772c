import type { Scene } from './scene.ts'

export interface Case {
  readonly name: string
  /** What holds beside the promises that every case has (verdict.ts). */
  readonly promise: string
  /** Both stores need a replica. */
  readonly replicas?: true
  /** Part of the form in `npm test`. */
  readonly isShort?: true
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

export const goOn = 'acks, rows and replies go on by themselves'
