import type { Path } from '../document.ts'

/** A mistake or warning that a check found, at a place of the file. */
export interface Finding {
  readonly path: Path
  readonly message: string
  /** The storyboard can be used, but most likely not as its author meant. */
  readonly isWarning?: true
}
