import { GraphRejectedError } from '../../errors.ts'

/** A path of the Graph API from its segments, each encoded. Throws GraphRejectedError for '', '.' and '..'. */
export function graphPath(...segments: readonly string[]): string {
  if (segments.some((segment) => /^\.{0,2}$/.test(segment) || !segment.isWellFormed()))
    throw new GraphRejectedError({ reason: 'no_such_path', meaning: 'parameter' })
  return segments.map((segment) => encodeURIComponent(segment)).join('/')
}
