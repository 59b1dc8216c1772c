/** Issues of zod in the words of an author of YAML: one sentence for each mistake, with what to do. */
import type { z } from 'zod'
import type { Path } from './document.ts'
import { keysAt, rivalOf, startersAt } from './known-keys.ts'
import { likeliestBranch } from './likeliest-branch.ts'
import { nearest } from './nearest.ts'
import { valueAt } from './value-at.ts'

type Issue = z.core.$ZodIssue

export interface ExplainedIssue {
  readonly path: Path
  readonly message: string
  /** An unknown key, and the key that was most likely meant. */
  readonly unknownKey?: { readonly key: string; readonly meant: string | undefined }
  /** Where the key belongs, if it begins at a wrong place. */
  readonly belongs?: Path
}

export function explainIssues(
  issues: readonly Issue[],
  { data, schema }: { readonly data: unknown; readonly schema: z.ZodType },
): ExplainedIssue[] {
  const explained = issues.flatMap((issue) => explain(issue, { data, schema, parent: [] }))
  // A mistyped key is one mistake: the missing right key is not reported too.
  const meant = new Set(
    explained.flatMap(({ path, unknownKey: unknown, belongs }) => [
      ...placeOfMeant(path, unknown?.meant),
      ...(belongs === undefined ? [] : [JSON.stringify(belongs)]),
    ]),
  )
  return explained.filter(({ path }) => !meant.has(JSON.stringify(path)) || valueAt(data, path) !== undefined)
}

function placeOfMeant(path: Path, meant: string | undefined): string[] {
  return meant === undefined ? [] : [JSON.stringify([...path.slice(0, -1), meant])]
}

interface Place {
  readonly data: unknown
  readonly schema: z.ZodType
  readonly parent: Path
  /** The one key that the likeliest form lacks, beside one that no form has: most likely they are the same. */
  readonly lacking?: string | undefined
}

function lackingIn(branch: readonly Issue[], value: unknown): string | undefined {
  const missing = branch.filter(
    ({ path: [key, ...below] }) =>
      typeof key === 'string' && below.length === 0 && valueAt(value, [key]) === undefined,
  )
  const unknown = branch.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [],
  )
  // Of one key alone, no form is likelier than another.
  const isClear = missing.length === 1 && unknown.length === 1 && Object.keys(Object(value)).length > 1
  return isClear ? String(missing[0]?.path[0]) : undefined
}

function explain(issue: Issue, at: Place): ExplainedIssue[] {
  const path = [...at.parent, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))]
  const value = valueAt(at.data, path)
  const misplaced = issue.code === 'invalid_type' && value !== undefined ? findMisplaced(path, at) : undefined
  if (misplaced !== undefined) return [misplaced]
  if (issue.code === 'invalid_union') {
    const branch = likeliestBranch(issue.errors, value)
    return branch.length > 0
      ? branch.flatMap((inner) => explain(inner, { ...at, parent: path, lacking: lackingIn(branch, value) }))
      : [{ path, message: 'has none of the forms that are allowed here: see docs/reference/storyboard.md' }]
  }
  if (issue.code === 'unrecognized_keys') {
    const lacking = issue.path.length === 0 ? at.lacking : undefined
    return issue.keys.map(
      (key) =>
        findMisplaced([...path, key], at) ?? unknownKey(key, { path, value, schema: at.schema, lacking }),
    )
  }
  if (issue.code === 'invalid_key') {
    const key = String(path.at(-1))
    const inner = isRestOfText(key, valueAt(at.data, path.slice(0, -1)))
      ? `has no value: ${commaAdvice}`
      : (issue.issues[0]?.message ?? 'is not allowed here')
    return [{ path, message: `the name ${JSON.stringify(key)} ${inner}` }]
  }
  if (value === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
    const wanted =
      issue.code === 'invalid_type' ? article(issue.expected) : issue.values.map(String).join(', ')
    return [{ path, message: `${label(path)} is missing: add it (${wanted})` }]
  }
  return [{ path, message: `${label(path)} ${complaint(issue, value)}` }]
}

/** A key that is missing in the entry above it, or beside the one around it: it begins too far left or right. */
function findMisplaced(path: Path, { data, schema }: Place): ExplainedIssue | undefined {
  const key = path.at(-1)
  const holder = valueAt(data, path.slice(0, -1))
  if (typeof key !== 'string' || !isMap(holder)) return undefined
  const names = Object.keys(holder)
  const above = names[names.indexOf(key) - 1]
  const place = above === undefined ? undefined : [...path.slice(0, -1), above]
  if (place !== undefined && lacks({ data, schema, place, key })) {
    const beside = Object.keys(Object(valueAt(data, place))).at(-1)
    const message = `${JSON.stringify(key)} begins too far left: it belongs to ${JSON.stringify(above)}, so begin it under ${JSON.stringify(beside)}`
    return { path, message, belongs: [...place, key] }
  }
  // The nearest map around it, also through a list: `else` behind the last item of `then`.
  const up = path.length - 2
  const at = typeof path[up] === 'number' ? up - 1 : up
  const around = path.slice(0, Math.max(at, 0))
  if (at > 0 && lacks({ data, schema, place: around, key })) {
    const message = `${JSON.stringify(key)} begins too far right: begin it under ${JSON.stringify(path[at])}`
    return { path, message, belongs: [...around, key] }
  }
  return undefined
}

interface Lacking {
  readonly data: unknown
  readonly schema: z.ZodType
  readonly place: Path
  readonly key: string
}

/** Whether this map may have the key, and has not. */
function lacks({ data, schema, place, key }: Lacking): boolean {
  const value = valueAt(data, place)
  return isMap(value) && !Object.hasOwn(value, key) && keysAt({ schema, path: place, value }).includes(key)
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unknownKey(key: string, at: Parameters<typeof keysAt>[0] & Pick<Place, 'lacking'>): ExplainedIssue {
  const rival = rivalOf(key, at)
  if (rival !== undefined) {
    const message = `${JSON.stringify(key)} cannot be beside ${JSON.stringify(rival)}: make it an item of its own (- ${key}: …), or remove one`
    return { path: [...at.path, key], message, unknownKey: { key, meant: undefined } }
  }
  if (isRestOfText(key, at.value)) {
    const message = `the key ${JSON.stringify(key)} is not known, and has no value: ${commaAdvice}`
    return { path: [...at.path, key], message, unknownKey: { key, meant: undefined } }
  }
  const known = keysAt(at).filter((name) => name !== key)
  const meant = isElseIf(key) ? undefined : (nearest(key, known) ?? at.lacking)
  const isAlone = Object.keys(Object(at.value)).length === 1
  const starters = isAlone ? startersAt(at) : []
  const message = `the key ${JSON.stringify(key)} is not known${advice(meant, { key, known, starters, value: at.value })}`
  return { path: [...at.path, key], message, unknownKey: { key, meant } }
}

function isElseIf(key: string): boolean {
  return /^el(?:se ?|s)?if$/i.test(key)
}

const commaAdvice = 'within { } a comma ends a text, so put quotation marks around the whole text'

/** A key without a value behind a text: the text has a comma, as in `{ de: Gern, bis bald, en: … }`. */
function isRestOfText(key: string, holder: unknown): boolean {
  const entries: [string, unknown][] = Object.entries(Object(holder))
  const at = entries.findIndex(([name]) => name === key)
  return entries[at]?.[1] === null && typeof entries[at - 1]?.[1] === 'string'
}

interface Beside {
  readonly key: string
  readonly known: readonly string[]
  readonly starters: readonly string[]
  readonly value: unknown
}

function advice(meant: string | undefined, { key, known, starters, value }: Beside): string {
  if (meant !== undefined) return `: did you mean ${JSON.stringify(meant)}?`
  if (isElseIf(key)) return ': put an item "- if: …" under "else"'
  const longer = known.filter((name) => name.startsWith(`${key}_`))
  if (longer.length > 0) return `: use ${longer.join(' or ')}`
  const beside: [string, unknown][] = typeof value === 'object' && value !== null ? Object.entries(value) : []
  const empty = beside.find(([name, inner]) => inner === null && known.includes(name))?.[0]
  return empty === undefined
    ? `: use one of ${(starters.length > 0 ? starters : known).join(', ')}`
    : `: if it belongs to ${JSON.stringify(empty)}, indent it further`
}

function complaint(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_type')
    return `must be ${article(issue.expected)}, not ${kindOf(value)}${howToWrite(issue.expected, value)}`
  if (issue.code === 'invalid_value' && issue.message.startsWith('Invalid')) {
    const given = typeof value === 'string' ? nearest(value, issue.values.map(String)) : undefined
    const list = issue.values.map((one) => String(one)).join(', ')
    return `must be ${issue.values.length === 1 ? '' : 'one of '}${list}${given === undefined ? '' : `: did you mean ${given}?`}`
  }
  if (issue.message.startsWith('Too ') || issue.message.startsWith('Invalid')) return plain(issue)
  return issue.message
}

function plain(issue: Issue): string {
  if (issue.code === 'too_small')
    return issue.origin === 'array' ? 'must not be empty' : `must be at least ${issue.minimum}`
  if (issue.code === 'too_big')
    return `must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`
  if (issue.code === 'invalid_format')
    return 'must be a name: letters, digits, - and _, starting with a letter'
  return issue.message
}

/** How YAML writes a list instead of a map or a text, and the other way round. */
function howToWrite(expected: string, value: unknown): string {
  const isText = typeof value === 'string'
  if (expected === 'array' && (isText || isMap(value))) return ': begin each item with "- "'
  return (expected === 'object' || expected === 'record') && (isText || Array.isArray(value))
    ? ': write lines of the form "name: value" below it'
    : ''
}

function article(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'a text',
    array: 'a list',
    object: 'a map of keys',
    record: 'a map of names',
    int: 'a whole number',
    boolean: 'true or false',
  }
  return words[expected] ?? `a ${expected}`
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  return typeof value === 'string'
    ? 'a text'
    : `${JSON.stringify(value)} (for a text, put it in quotation marks)`
}

function label(path: Path): string {
  const last = path.findLast((step) => typeof step === 'string')
  return last === undefined ? 'the file' : typeof path.at(-1) === 'number' ? `this item of ${last}` : last
}
