/** The mapping file of an import: which column of the brand's own data is what. */
import { type Document, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { suggestion } from '../storyboard/nearest.ts'
import { ImportError } from './import-error.ts'

const column = z.string('must be the name of a column').min(1, 'must be the name of a column')

const shape = z.strictObject({
  /** The same system has the same name in each import: what it said before is not said twice. */
  source: z
    .string()
    .regex(/^[\w.-]{1,40}$/, 'must have 1 to 40 letters, digits or _ . -')
    .default('brand'),
  customer: column,
  email: column.optional(),
  phone: column.optional(),
  country: column.optional(),
  profile: z
    .record(z.string(), column, 'must be columns of profile, each with a column of yours')
    .default({}),
  delimiter: z.enum([',', ';', '\t', '|'], 'must be one of "," ";" "\\t" "|"').optional(),
  encoding: z.enum(['utf-8', 'latin1', 'utf-16'], 'must be utf-8, latin1 or utf-16').optional(),
})

/** `country` is the column with the country of a phone. `profile` has the column of ours for each of `profile`. */
export type ImportMap = Readonly<z.output<typeof shape>>

const keys = Object.keys(shape.shape)

/** Throws ImportError with all mistakes, each with its line. */
export function decodeImportMap(text: string, file: string): ImportMap {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: 'core' })
  const broken = document.errors.map(({ pos, message }) => `${file}:${lines.linePos(pos[0]).line} ${message}`)
  if (broken.length > 0) throw new ImportError(broken)
  const read = shape.safeParse(toValue(document, file))
  if (read.success) return read.data
  throw new ImportError(
    read.error.issues.flatMap((issue) => {
      const node = document.getIn(issue.path, true)
      const offset = hasRange(node) ? node.range[0] : 0
      const place = `${file}:${lines.linePos(offset).line}`
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map(
          (key) => `${place} the key ${quote(key)} is not known: ${suggestion(key, keys)}`,
        )
      const [name] = issue.path
      if (name === undefined) return [`${place} must be a mapping, as in "customer: Number"`]
      const isMissing = issue.code === 'invalid_type' && document.getIn(issue.path) === undefined
      return [`${place} ${quote(issue.path.join('.'))} ${isMissing ? 'is missing' : issue.message}`]
    }),
  )
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch (error) {
    throw new ImportError([`${file}:1 ${error instanceof Error ? error.message : 'cannot be read'}`])
  }
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}

/** Where the mapped columns are in a row. */
export interface MappedColumns {
  readonly customer: number
  readonly email: number | undefined
  readonly phone: number | undefined
  readonly country: number | undefined
  readonly profile: readonly { readonly name: string; readonly at: number }[]
}

/**
 * The places of the mapped columns in these rows. Throws ImportError that lists every column that is missing, or is
 * there twice.
 */
export function findColumns(map: ImportMap, header: readonly string[]): MappedColumns {
  const problems: string[] = []
  const find = (key: string, name: string) => {
    const at = header.indexOf(name)
    if (at < 0)
      problems.push(`${key}: there is no column ${quote(name)}: ${suggestion(name, header.slice(0, 20))}`)
    else if (header.includes(name, at + 1)) problems.push(`${key}: there are two columns ${quote(name)}`)
    return at
  }
  const optional = (key: 'email' | 'phone' | 'country') => {
    const name = map[key]
    return name === undefined ? undefined : find(key, name)
  }
  const columns = {
    customer: find('customer', map.customer),
    email: optional('email'),
    phone: optional('phone'),
    country: optional('country'),
    profile: Object.entries(map.profile).map(([name, own]) => ({ name, at: find(`profile.${name}`, own) })),
  }
  if (problems.length > 0) throw new ImportError(problems)
  return columns
}

function quote(text: string): string {
  return JSON.stringify(text)
}
