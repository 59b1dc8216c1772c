/**
 * A storyboard's regular expression for an entity. No text takes long to search. A pattern that could take
 * exponential time is refused: a repetition inside a repetition, a reference back to a group, too many alternatives.
 */
export type EntityPattern =
  | { readonly regExp: RegExp }
  /** Why it is refused. A message puts this after the entity's name. */
  | { readonly trouble: string }

const longestPattern = 300

/** The expression ignores case, finds every match (`giu`), and every repetition has an end. Never throws. */
export function readEntityPattern(pattern: string): EntityPattern {
  if (pattern.length > longestPattern) return { trouble: `is longer than ${longestPattern} characters` }
  const trouble = findTrouble(pattern)
  if (trouble !== undefined) return { trouble }
  try {
    return { regExp: new RegExp(bound(pattern), 'giu') }
  } catch (error) {
    return { trouble: `is not a regular expression: ${error instanceof Error ? error.message : ''}` }
  }
}

/** The value that a match stands for: the group `value`, else the first group, else the whole match. */
export function valueOfMatch(match: RegExpExecArray): string {
  return match.groups?.['value'] ?? match[1] ?? match[0]
}

/** A group that is not closed yet. */
interface Group {
  /** Something in it repeats, has alternatives or is optional. */
  readonly repeats: boolean
  /** Number of ways through the alternatives before this one, and through this one so far. */
  readonly before: number
  readonly ways: number
}

const empty: Group = { repeats: false, before: 0, ways: 1 }

function findTrouble(pattern: string): string | undefined {
  if (/\\[1-9]|\\k</.test(pattern)) return 'refers back to a group: write the alternatives out'
  const open: Group[] = []
  let group = empty
  let unbounded = 0
  let optional = 0
  for (const { 0: piece, index } of pattern.matchAll(token)) {
    if (piece === '(') {
      open.push(group)
      group = empty
    } else if (piece.startsWith(')')) {
      const isQuantified = piece.length > 1
      const again = isQuantified && piece !== ')?'
      if (again && group.repeats)
        return 'repeats a group in which something repeats, alternates or is optional: it could take for ever'
      if (again) unbounded++
      if (piece === ')?') optional++
      const outer = open.pop() ?? empty
      const ways = group.before + group.ways + (piece === ')?' ? 1 : 0)
      group = { ...outer, repeats: outer.repeats || isQuantified || group.repeats, ways: outer.ways * ways }
    } else if (piece === '|') group = { repeats: true, before: group.before + group.ways, ways: 1 }
    else if (piece === '?' && isOptional(pattern, index)) {
      optional++
      group = { ...group, repeats: true, ways: group.ways * 2 }
    } else if (/^[*+{]/.test(piece)) {
      unbounded++
      group = { ...group, repeats: true }
    }
  }
  if (unbounded > mostRepetitions) return `has more than ${mostRepetitions} repetitions`
  const steps = limitsOf(pattern).reduce((all, { least, most }) => all * (most - least + 1), 2 ** optional)
  if (group.before + group.ways > mostWays || steps > mostSteps)
    return 'leaves too much open: use fewer ? and fewer alternatives'
  return undefined
}

/** False: the `?` opens a group, as in `(?:`, or makes a repetition lazy, as in `+?`. */
function isOptional(pattern: string, index: number): boolean {
  return !/(?:^|[^\\])(?:\\\\)*[(*+?}]$/.test(pattern.slice(0, index))
}

const mostRepetitions = 3
/**
 * Each `?` doubles the number, and each group multiplies it by its alternatives. Allowed are 13 optional characters,
 * or three groups of 20 alternatives.
 */
const mostWays = 10_000
/**
 * How many combinations of repetitions and `?` may be tried. Allowed are three endless repetitions with three `?`, or
 * one with nine.
 */
const mostSteps = 100_000
/** By the number of repetitions. Each one multiplies the time that a text may take. */
const longestRepetition = [100, 100, 40, 20] as const

/** Gives every repetition an end, as no entity is longer: `.*` becomes `.{0,100}`. */
function bound(pattern: string): string {
  const limits = limitsOf(pattern).values()
  return pattern.replaceAll(token, (piece) => {
    const [, closing] = repetition.exec(piece) ?? []
    const limit = closing === undefined ? undefined : limits.next().value
    return limit === undefined ? piece : `${closing}{${limit.least},${limit.most}}`
  })
}

/** The limits of each repetition, in their order in the pattern. */
function limitsOf(pattern: string): readonly { readonly least: number; readonly most: number }[] {
  const repeats = (pattern.match(token) ?? []).flatMap((piece) => repetition.exec(piece)?.[2] ?? [])
  const longest = longestRepetition[repeats.length] ?? 20
  return repeats.map((repeat) => {
    const [least, most] = repeat === '*' ? [0, ''] : repeat === '+' ? [1, ''] : repeat.slice(1, -1).split(',')
    const limit = Math.max(Number(least), longest)
    return { least: Number(least), most: most === '' ? limit : Math.min(Number(most), limit) }
  })
}

/** An escaped character, a class, an opening, a closing with its repetition, a repetition, an alternative, a `?`. */
const token = /\\.|\[(?:\\.|[^\]\\])*\]|\(|\)(?:[*+?]|\{\d+(?:,\d*)?\})?|[*+?]|\{\d+,\d*\}|\|/gsu

const repetition = /^(\)?)([*+]|\{\d+,\d*\})$/
