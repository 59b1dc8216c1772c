/** Finds intents with too few examples, examples under two names, and patterns and time zones that are not valid. */
import { readEntityPattern } from '../../domain/entity-pattern.ts'
import type { StoryboardFile } from '../schema.ts'
import { normalise } from '../texts.ts'
import { isTimezone } from '../templates.ts'
import type { Finding } from './finding.ts'

const fewest = 3

export function checkExamples(definition: StoryboardFile): Finding[] {
  return [
    ...tooFew(definition),
    ...doubled(definition),
    ...badPatterns(definition),
    ...badTimezone(definition),
  ]
}

function tooFew({ intents = {} }: StoryboardFile): Finding[] {
  return Object.entries(intents).flatMap(([name, examples]) => {
    const different = new Set(examples.map(comparable)).size
    const message = `the intent ${name} has ${different} different ${different === 1 ? 'example' : 'examples'}: it needs ${fewest} or more, add some`
    return different >= fewest ? [] : [{ path: ['intents', name], message }]
  })
}

function doubled({ intents = {}, none = [] }: StoryboardFile): Finding[] {
  const owners = new Map<string, string>()
  const all = [
    ...Object.entries(intents).flatMap(([name, examples]) =>
      examples.map((example, index) => ({
        example,
        owner: `intents.${name}`,
        path: ['intents', name, index],
      })),
    ),
    ...none.map((example, index) => ({ example, owner: 'none', path: ['none', index] })),
  ]
  return all.flatMap(({ example, owner, path }) => {
    const key = comparable(example)
    const first = owners.get(key)
    if (first === undefined) owners.set(key, owner)
    if (first === undefined || first === owner) return []
    return [{ path, message: `this example is under ${first} too: keep it in one of them` }]
  })
}

/** An example without letters (emoji) is compared as it is. */
function comparable(example: string): string {
  return normalise(example) || example.trim()
}

function badPatterns({ entities = {} }: StoryboardFile): Finding[] {
  return Object.entries(entities).flatMap(([name, entity]) => {
    const message = 'pattern' in entity ? troubleOf(entity.pattern) : undefined
    return message === undefined ? [] : [{ path: ['entities', name, 'pattern'], message }]
  })
}

/** Language understanding refuses the same patterns, but cannot tell the place in the file. */
function troubleOf(pattern: string): string | undefined {
  const read = readEntityPattern(pattern)
  if ('trouble' in read) return read.trouble
  return read.matchesNothing
    ? 'matches an empty text too: change it so that it needs at least one character'
    : undefined
}

function badTimezone({ timezone }: StoryboardFile): Finding[] {
  if (timezone === undefined || isTimezone(timezone)) return []
  const message = `there is no time zone ${JSON.stringify(timezone)}: use an IANA name, for example Europe/Berlin`
  return [{ path: ['timezone'], message }]
}
