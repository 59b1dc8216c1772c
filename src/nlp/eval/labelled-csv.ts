/**
 * Reads labelled sentences from a CSV file. Its header is `text,category`. Fields with commas, quotes or line breaks
 * are in quotes.
 */
import { PipelineError } from '../../errors.ts'
import type { TrainingExamples } from '../../domain/understanding.ts'

export interface Labelled {
  readonly text: string
  /** Undefined: out of scope, `none` or `oos` in the file. */
  readonly intent: string | undefined
}

/** The file is malformed. The message holds no sentence of it. */
export class LabelledFileError extends PipelineError {
  readonly code = 'labelled_file_malformed'
  readonly disposition = 'dead'
  readonly exitCode = 65
}

/** Throws LabelledFileError with the file's name and the line. */
export function parseLabelled(csv: string, file: string): readonly Labelled[] {
  return parseLabelledLines(csv, file).map(({ text, intent }) => ({ text, intent }))
}

export interface LabelledLine extends Labelled {
  /** The line on which it begins, from 1. */
  readonly line: number
}

/** Throws LabelledFileError as well. */
export function parseLabelledLines(csv: string, file: string): readonly LabelledLine[] {
  const refuse = refuseIn(file)
  const rows = parseRows(withoutMark(csv), refuse)
  const [header, ...body] = rows
  if (header === undefined) throw refuse(1, 'the file is empty; it needs the header text,category')
  const names = header.fields.map((field) => field.trim().toLowerCase())
  const [text, category] = [names.indexOf('text'), names.indexOf('category')]
  if (text < 0 || category < 0) {
    throw refuse(header.line, 'the header must name the columns text and category: text,category')
  }
  const labelled = body.map(({ line, fields }) => {
    if (fields.length !== names.length) {
      throw refuse(
        line,
        `has ${fields.length} fields, the header ${names.length}; a text with a comma needs quotes`,
      )
    }
    const intent = fields[category]?.trim() ?? ''
    const sentence = fields[text]?.trim() ?? ''
    if (sentence === '') throw refuse(line, 'the text is empty')
    if (intent === '') throw refuse(line, 'the category is empty; out of scope is written none')
    return { line, text: sentence, intent: /^(?:none|oos)$/i.test(intent) ? undefined : intent }
  })
  if (labelled.length === 0) throw refuse(header.line, 'nothing follows the header')
  return labelled
}

/** Each row by the names of the header. A field that a row lacks is empty. Throws LabelledFileError. */
export function parseTable(csv: string, file: string): readonly Readonly<Record<string, string>>[] {
  const [header, ...body] = parseRows(withoutMark(csv), refuseIn(file))
  return body.map(({ fields }) =>
    Object.fromEntries((header?.fields ?? []).map((name, at) => [name, fields[at] ?? ''])),
  )
}

export function toTrainingExamples(labelled: readonly Labelled[]): TrainingExamples {
  const intents = new Map<string, string[]>()
  for (const { text, intent } of labelled) {
    if (intent === undefined) continue
    const texts = intents.get(intent)
    if (texts === undefined) intents.set(intent, [text])
    else texts.push(text)
  }
  const none = labelled.filter(({ intent }) => intent === undefined).map(({ text }) => text)
  return { intents: Object.fromEntries(intents), none }
}

interface Row {
  /** The line on which it begins, from 1. */
  readonly line: number
  readonly fields: readonly string[]
}

type Refuse = (line: number, why: string) => LabelledFileError

function refuseIn(file: string): Refuse {
  return (line, why) => new LabelledFileError(`${file}, line ${line}: ${why}`)
}

/** A byte order mark, as spreadsheets write it. */
function withoutMark(csv: string): string {
  return csv.replace(/^\uFEFF/, '')
}

/** Leaves out empty lines. */
function parseRows(csv: string, refuse: Refuse): readonly Row[] {
  const rows: Row[] = []
  const quotedField = /"((?:[^"]|"")*)"(?=[,\r\n]|$)/y
  const plainField = /[^,\r\n]*/y
  let at = 0
  let line = 1
  while (at < csv.length) {
    const fields: string[] = []
    const start = line
    for (;;) {
      const isQuoted = csv[at] === '"'
      const field = isQuoted ? quotedField : plainField
      field.lastIndex = at
      const match = field.exec(csv)
      if (match === null) throw refuse(line, 'a quote is not closed, or something follows the closing one')
      const [whole, quoted = ''] = match
      fields.push(isQuoted ? quoted.replaceAll('""', '"') : whole)
      line += whole.split('\n').length - 1
      at += whole.length
      if (csv[at] !== ',') break
      at++
    }
    const isLast = at >= csv.length
    if (csv[at] === '\r') at++
    if (csv[at] === '\n') at++
    if (fields.length > 1 || fields[0]?.trim() !== '') rows.push({ line: start, fields })
    if (!isLast) line++
  }
  return rows
}
