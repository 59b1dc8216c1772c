/**
 * The file of LEAD_MAP: which question of a lead form is which column of `profile`. It is a file of its own: leads are
 * fetched without a storyboard too, and its names are those of the database, not of a dialogue.
 */
import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { ConfigError } from '../errors.ts'

/** Null: the question is not written, though its name is a standard one. */
export type LeadColumn = string | null

export interface LeadMap {
  /** Questions of every form, by their name as `toQuestion` writes it. */
  readonly fields: ReadonlyMap<string, LeadColumn>
  /** Questions of single forms, by the form's id. They count before those of every form. */
  readonly forms: ReadonlyMap<string, ReadonlyMap<string, LeadColumn>>
}

/** In place of a column: the value is cut into `firstName` and `lastName`. */
export const fullName = 'fullName'

/** Names that Facebook gives its own questions. `full_name` is cut into first and last name. */
export const standardColumns: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['phone_number', 'phone'],
  ['full_name', fullName],
  ['first_name', 'firstName'],
  ['last_name', 'lastName'],
])

export const emptyLeadMap: LeadMap = { fields: new Map(), forms: new Map() }

/** Pagebeat writes these itself. */
const ownColumns: ReadonlySet<string> = new Set(['pId', 'lastUpdated', 'statusCode'])

const column = z
  .string()
  .regex(/^[A-Za-z_]\w{0,63}$/, 'must be a column of profile, fullName, or null')
  .refine((name) => !ownColumns.has(name), 'is a column that only Pagebeat writes')
  .nullable()
const questions = z.record(z.string().min(1), column, 'must be a list of `question: column`')
const file = z.strictObject({
  fields: questions.optional(),
  forms: z
    .record(z.string().regex(/^\d+$/, 'must be the id of a form, in quotation marks'), questions)
    .optional(),
})

/** Throws ConfigError with every mistake of the file. */
export function readLeadMap(path: string): LeadMap {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'
    throw new ConfigError([`LEAD_MAP: ${path} cannot be read (${reason})`])
  }
  return decodeLeadMap(text, path)
}

/** Throws ConfigError with every mistake of the text. */
export function decodeLeadMap(text: string, name: string): LeadMap {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const broken = document.errors.map(({ message }) => `${name}: ${message.split('\n')[0] ?? message}`)
  const parsed = broken.length > 0 ? undefined : file.safeParse(document.toJS() ?? {})
  const wrong = (parsed?.error?.issues ?? []).map(({ path, message }) => {
    const at = path.length === 0 ? '' : `${path.map(String).join('.')} `
    return `${name}: ${at}${message}`
  })
  if (parsed?.data === undefined) throw new ConfigError([...broken, ...wrong])
  const { fields = {}, forms = {} } = parsed.data
  const clashes = [...clashesIn(fields), ...Object.values(forms).flatMap(clashesIn)]
  if (clashes.length > 0) throw new ConfigError(clashes.map((clash) => `${name}: ${clash}`))
  return {
    fields: byQuestion(fields),
    forms: new Map(Object.entries(forms).map(([id, ofForm]) => [id, byQuestion(ofForm)])),
  }
}

/** As questions are compared: without case, and with single spaces. */
export function toQuestion(name: string): string {
  return name.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

/** The columns that the map names, for a comparison with the database. */
export function columnsOf({ fields, forms }: LeadMap): readonly string[] {
  const all = [...fields.values(), ...[...forms.values()].flatMap((ofForm) => [...ofForm.values()])]
  return [...new Set(all.filter((name) => name !== null && name !== fullName))].map(String)
}

/** The column of a question of this form. Undefined: it is not written. */
export function columnFor(
  map: LeadMap,
  { formId, question }: { readonly formId?: string | undefined; readonly question: string },
): string | undefined {
  const name = toQuestion(question)
  const ofForm = formId === undefined ? undefined : map.forms.get(formId)
  for (const source of [ofForm, map.fields]) {
    const given = source?.get(name)
    if (given !== undefined) return given ?? undefined // null: not even by its standard name
  }
  return standardColumns.get(name)
}

function byQuestion(given: Readonly<Record<string, LeadColumn>>): Map<string, LeadColumn> {
  return new Map(Object.entries(given).map(([question, to]) => [toQuestion(question), to]))
}

function clashesIn(given: Readonly<Record<string, LeadColumn>>): string[] {
  const names = Map.groupBy(Object.keys(given), toQuestion)
  return [...names.values()]
    .filter((same) => same.length > 1)
    .map((same) => `${same.map((each) => JSON.stringify(each)).join(' and ')} are the same question`)
}
