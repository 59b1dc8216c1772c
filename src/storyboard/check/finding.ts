import type { Path } from '../document.ts'

/** What a check found, at a place of the file. */
export interface Finding {
  readonly path: Path
  readonly message: string
  /** It works, but hardly as meant. */
  readonly isWarning?: true
}
