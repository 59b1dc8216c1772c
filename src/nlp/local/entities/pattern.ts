/** Finds entities by a storyboard's regular expression. */
import { readEntityPattern } from '../../../domain/entity-pattern.ts'
import { PipelineError } from '../../../errors.ts'
import { type FindEntities, mostFound } from './found.ts'

/** A storyboard's pattern is no regular expression of RE2, or too large. */
export class EntityPatternError extends PipelineError {
  readonly code = 'entity_pattern_invalid'
  readonly disposition = 'dead'
  readonly exitCode = 78
}

/** Throws EntityPatternError, which says why. */
export function createFindPattern({
  name,
  pattern,
}: {
  readonly name: string
  readonly pattern: string
}): FindEntities {
  const read = readEntityPattern(pattern)
  if ('trouble' in read) throw new EntityPatternError(`The pattern of the entity "${name}" ${read.trouble}`)
  return (text) => read.findAll(text, mostFound).map((match) => ({ name, ...match, confidence: 1 }))
}
