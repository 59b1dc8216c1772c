/**
 * Entities by a storyboard's regular expression. A pattern whose time could explode on an unlucky text is refused when it is
 * compiled: repetition inside of repetition, and references back.
 */
import { PipelineError } from '../../../errors.ts'
import { createFind, type FindEntities } from './found.ts'

/** A storyboard's pattern is not one, or could take for ever. */
export class EntityPatternError extends PipelineError {
  readonly code = 'entity_pattern_invalid'
  readonly disposition = 'dead'
  readonly exitCode = 78
}

export function createFindPattern({
  name,
  pattern,
}: {
  readonly name: string
  readonly pattern: string
}): FindEntities {
  return createFind({
    name,
    pattern: compilePattern({ name, pattern }),
    confidence: 1,
    read: (match) => match.groups?.value ?? match[1] ?? match[0],
  })
}

const longestPattern = 300

/** Throws EntityPatternError, which says why. */
export function compilePattern({
  name,
  pattern,
}: {
  readonly name: string
  readonly pattern: string
}): RegExp {
  const refuse = (why: string, cause?: unknown): never => {
    throw new EntityPatternError(`The pattern of the entity "${name}" ${why}`, { cause })
  }
  if (pattern.length > longestPattern) refuse(`is longer than ${longestPattern} characters`)
  const trouble = findTrouble(pattern)
  if (trouble !== undefined) refuse(trouble)
  try {
    return new RegExp(bound(pattern), 'giu')
  } catch (error) {
    return refuse(`is not a regular expression: ${error instanceof Error ? error.message : ''}`, error)
  }
}

function findTrouble(pattern: string): string | undefined {
  if (/\\[1-9]|\\k</.test(pattern)) return 'refers back to a group: write the alternatives out'
  /** For each open group: whether something in it repeats without a bound, or alternates. */
  const open: boolean[] = []
  let unbounded = 0
  for (const match of pattern.matchAll(token)) {
    const [piece] = match
    if (piece === '(') open.push(false)
    else if (piece.startsWith(')')) {
      const repeats = open.pop() ?? false
      const again = piece.length > 1 && piece !== ')?'
      if (again && repeats)
        return 'repeats a group in which something repeats or alternates: it could take for ever'
      if (again) unbounded++
      if ((again || repeats) && open.length > 0) open[open.length - 1] = true
    } else if (/^(?:[*+|]|\{)/.test(piece)) {
      if (piece !== '|') unbounded++
      if (open.length > 0) open[open.length - 1] = true
    }
  }
  if (unbounded > mostRepetitions) return `has more than ${mostRepetitions} repetitions`
  return undefined
}

const mostRepetitions = 3
/** By how many of them there are: each multiplies the time that an unlucky text may take. */
const longestRepetition = [100, 100, 40, 20] as const

/** No repetition goes on for longer than an entity is long: `.*` alone is `.{0,100}`. */
function bound(pattern: string): string {
  const repetitions = pattern.match(token)?.filter((piece) => repetition.test(piece)).length ?? 0
  const longest = longestRepetition[repetitions] ?? 20
  return pattern.replaceAll(token, (piece) => {
    const [, closing = '', repeat = ''] = repetition.exec(piece) ?? []
    if (repeat === '') return piece
    const [least, most] = repeat === '*' ? [0, ''] : repeat === '+' ? [1, ''] : repeat.slice(1, -1).split(',')
    const limit = Math.max(Number(least), longest)
    return `${closing}{${least},${most === '' ? limit : Math.min(Number(most), limit)}}`
  })
}

/** An escaped character, a class, an opening, a closing with its repetition, a repetition, an alternative. */
const token = /\\.|\[(?:\\.|[^\]\\])*\]|\(|\)(?:[*+?]|\{\d+(?:,\d*)?\})?|[*+]|\{\d+,\d*\}|\|/gsu

const repetition = /^(\)?)([*+]|\{\d+,\d*\})$/
