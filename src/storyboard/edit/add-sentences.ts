/** Adds example sentences to the text of a storyboard file. Comments, order and style stay as their author wrote them. */
import { isDeepStrictEqual } from 'node:util'
import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isSeq,
  type Node,
  parseDocument,
  stringify,
  type YAMLMap,
} from 'yaml'
import { readDocument } from '../document.ts'
import { StoryboardError } from '../problem.ts'
import { type Insertion, insertInto } from './insert-into.ts'

export interface Sentences {
  /** An intent of the storyboard; undefined: the sentences belong to none. */
  readonly intent: string | undefined
  readonly texts: readonly string[]
}

export interface StoryboardText {
  readonly file: string
  readonly source: string
}

/** The places where these sentences go, one after another. Throws StoryboardError where the list cannot be extended. */
export function addSentences({ file, source }: StoryboardText, added: readonly Sentences[]): Insertion[] {
  const document = parseDocument(source)
  const root = document.contents
  const insertions = added
    .filter(({ texts }) => texts.length > 0)
    .map((one) => {
      const insertion = isMap(root) ? findPlace(source, root, one) : undefined
      if (insertion === undefined) throw refuse({ file, source }, one)
      return insertion
    })
  const edited: unknown = parseDocument(insertInto(source, insertions)).toJS()
  if (!isDeepStrictEqual(withSentences(edited, []), withSentences(document.toJS(), added)))
    throw refuse({ file, source }, added[0] ?? nothing)
  return insertions
}

const nothing: Sentences = { intent: undefined, texts: [] }

function refuse({ file, source }: StoryboardText, { intent }: Sentences): StoryboardError {
  const path = intent === undefined ? ['none'] : ['intents', intent]
  const message = `${path.join('.')} is no plain list of sentences: add them by hand`
  return new StoryboardError([readDocument(file, source).problemAt(path, message)])
}

function findPlace(source: string, root: YAMLMap, { intent, texts }: Sentences): Insertion | undefined {
  const intents = root.get('intents', true)
  const ofIntent = isMap(intents) ? intents.get(intent, true) : undefined
  const node = intent === undefined ? root.get('none', true) : ofIntent
  const list = isMap(node) ? node.get('examples', true) : node
  if (list === undefined && intent === undefined) return newNone(source, root, texts)
  if (!isSeq(list)) return undefined
  const last = list.items.at(-1)
  if (last === undefined || list.flow === true)
    return isNode(last)
      ? { offset: endOf(last), text: texts.map((text) => `, ${JSON.stringify(text)}`).join('') }
      : { offset: startOf(list) + 1, text: texts.map((text) => JSON.stringify(text)).join(', ') }
  if (!isNode(last) || isAlias(last)) return undefined
  return {
    offset: endOfLine(source, endOf(last)),
    text: toItems(texts, marginOf(source, startOf(list)), source),
  }
}

/** After the intents. */
function newNone(source: string, root: YAMLMap, texts: readonly string[]): Insertion | undefined {
  const intents = root.get('intents', true)
  if (!isNode(intents)) return undefined
  if (root.flow === true) return { offset: endOf(intents), text: `, "none": ${JSON.stringify(texts)}` }
  const lineEnd = lineEndOf(source)
  return {
    offset: endOfLine(source, endOf(deepestLast(intents))),
    text: `${lineEnd}none:${toItems(texts, '  ', source)}`,
  }
}

function deepestLast(node: Node): Node {
  const last: unknown = isMap(node) || isSeq(node) ? node.items.at(-1) : undefined
  const inner: unknown = isPair(last) ? (last.value ?? last.key) : last
  return isNode(inner) ? deepestLast(inner) : node
}

function toItems(texts: readonly string[], margin: string, source: string): string {
  const lineEnd = lineEndOf(source)
  return texts.map((text) => `${lineEnd}${margin}- ${stringify(text, { lineWidth: 0 }).trimEnd()}`).join('')
}

function startOf({ range }: Node): number {
  return range?.[0] ?? 0
}

function endOf({ range }: Node): number {
  return range?.[1] ?? 0
}

/** Where the line of the character before `offset` ends: a comment behind the value stays with it. */
function endOfLine(source: string, offset: number): number {
  const at = source.indexOf('\n', source[offset - 1] === '\n' ? offset - 1 : offset)
  const end = at < 0 ? source.length : at
  return source[end - 1] === '\r' ? end - 1 : end
}

function marginOf(source: string, offset: number): string {
  const margin = source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset)
  return /^\s*$/.test(margin) ? margin : ' '.repeat(margin.length)
}

function lineEndOf(source: string): string {
  return source.includes('\r\n') ? '\r\n' : '\n'
}

/** All that the file says, with the sentences. Lists that are one in YAML are several here. */
function withSentences(data: unknown, added: readonly Sentences[]): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(data))
  for (const { intent, texts } of added) {
    const [holder, key] = intent === undefined ? [copy, 'none'] : [valueOf(copy, 'intents'), intent]
    const found = valueOf(holder, key)
    const list = Array.isArray(found) ? found : valueOf(found, 'examples')
    if (Array.isArray(list)) list.push(...texts)
    else if (isObject(holder) && texts.length > 0) Reflect.set(holder, key, [...texts])
  }
  return copy
}

function valueOf(data: unknown, key: string): unknown {
  return isObject(data) && Object.hasOwn(data, key) ? Reflect.get(data, key) : undefined
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
