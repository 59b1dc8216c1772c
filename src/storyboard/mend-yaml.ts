/**
 * Reads YAML with mistakes: after each mistake the line is mended in memory, and the rest is read again. So one mistake
 * hides no other, and the shape of the file can be checked in the same run.
 */
import { type Document, LineCounter, parseDocument } from 'yaml'
import { explainErrors } from './explain-yaml.ts'
import { contentOf, findWrongIndents, type WrongIndent } from './indentation.ts'

export interface Mistake {
  readonly line: number
  readonly column: number
  readonly message: string
}

export interface MendedYaml {
  readonly document: Document
  readonly lines: LineCounter
  readonly source: string
  readonly mistakes: readonly Mistake[]
  /** Lines that were changed: what they hold now is a guess. */
  readonly mended: ReadonlySet<number>
  /** A part was left out or not understood: the shape of the rest says nothing. */
  readonly isBroken: boolean
}

/** An author mends these first, and runs it again. */
const mostRounds = 60

export function mendYaml(source: string): MendedYaml {
  const first = parse(source)
  if (first.document.errors.length === 0 && explainErrors([], first).length === 0)
    return { ...first, mistakes: [], mended: new Set(), isBroken: false }
  const state: State = { rows: source.split('\n'), mistakes: [], mended: new Set(), isBroken: false }
  let read = first
  for (let round = 0; round < mostRounds; round++) {
    if (!mendNext(state, read)) break
    read = parse(state.rows.join('\n'))
  }
  return { ...read, mistakes: state.mistakes, mended: state.mended, isBroken: state.isBroken }
}

interface Parsed {
  readonly document: Document
  readonly lines: LineCounter
  readonly source: string
}

interface State {
  readonly rows: string[]
  readonly mistakes: Mistake[]
  readonly mended: Set<number>
  isBroken: boolean
}

function parse(source: string): Parsed {
  const lines = new LineCounter()
  const document = parseDocument(source, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    logLevel: 'error',
  })
  return { document, lines, source }
}

/** Whether there were any. */
function mendTabs({ rows, mistakes, mended }: State): boolean {
  const tabbed = contentOf(rows).filter(({ text }) => /^ *\t/.test(text))
  for (const { line, text } of tabbed) {
    const index = line - 1
    const indent = /^\s*/.exec(text)?.[0] ?? ''
    mistakes.push({ line, column: indent.indexOf('\t') + 1, message: tabMessage })
    rows[index] =
      ' '.repeat(indentLike(rows, index) ?? indent.replaceAll('\t', '  ').length) + text.trimStart()
    mended.add(line)
  }
  return tabbed.length > 0
}

const tabMessage = 'is not YAML: Tabs are not allowed as indentation. Use spaces.'

function isItem(row: string): boolean {
  return row.trimStart().startsWith('- ')
}

/** Where the next or the last item without a tab begins, if this line is an item; so for keys. */
function indentLike(rows: readonly string[], index: number): number | undefined {
  const near = [rows[index + 1], rows[index - 1]].find(
    (row) => row !== undefined && /^ *[^\s#]/.test(row) && isItem(row) === isItem(rows[index] ?? ''),
  )
  return near?.search(/\S/)
}

/** Whether lines were moved. Only if fewer errors are left then: a text may look like a key. */
function mendIndents(state: State, { document }: Parsed): boolean {
  const wrong = findWrongIndents(state.rows)
  if (wrong.length === 0 || document.errors.length === 0) return false
  const rows = [...state.rows]
  const move = ({ line, meant }: WrongIndent) =>
    void (rows[line - 1] = ' '.repeat(meant) + (rows[line - 1] ?? '').trimStart())
  for (const one of wrong) move(one)
  for (const one of findWrongIndents(rows)) move(one) // further lines at a place that was wrong
  if (parse(rows.join('\n')).document.errors.length >= document.errors.length) return false
  for (const { line, message } of wrong) {
    if (state.mended.has(line)) continue
    state.mistakes.push({ line, column: (state.rows[line - 1] ?? '').search(/\S/) + 1, message })
  }
  state.rows.splice(0, rows.length, ...rows)
  return true
}

/** Tells the first mistake, unless its line was told, and mends its line. False when there is nothing more to do. */
function mendNext(state: State, read: Parsed): boolean {
  if (mendTabs(state) || mendIndents(state, read)) return true
  const told = new Set(state.mistakes.map(({ line }) => line))
  const spots = explainErrors(read.document.errors, read)
    .map((spot) => ({ ...spot, ...read.lines.linePos(spot.offset) }))
    .toSorted((a, b) => a.line - b.line)
  const tell = ({ line, col, message }: (typeof spots)[number]) => {
    if (!told.has(line)) state.mistakes.push({ line, column: col, message })
    told.add(line)
  }
  const first = spots.find(({ isHarmless }) => !isHarmless)
  if (first === undefined) {
    for (const spot of spots) tell(spot)
    return false
  }
  tell(first)
  mendLine(state, first)
  return true
}

interface Mending {
  readonly line: number
  /** The bracket that is missing at the end. */
  readonly close?: string
}

function mendLine(state: State, { line, close }: Mending): void {
  const row = state.rows[line - 1] ?? ''
  const isAgain = state.mended.has(line)
  state.mended.add(line)
  const [, begin = '', value = ''] = /^(\s*(?:- +)*(?:[\w.-]+:\s+)?)(\S.*)$/.exec(row) ?? []
  if (close !== undefined && !isAgain) state.rows[line - 1] = `${row}${close}`
  else if (isAgain || value === '' || row.startsWith('---')) {
    if (!row.startsWith('---')) state.isBroken = true
    state.rows[line - 1] = ''
  } else state.rows[line - 1] = begin + JSON.stringify(value.replace(/^(["'])(.*)\1$/, '$2'))
}
