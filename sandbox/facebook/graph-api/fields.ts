/** The `fields` parameter: `id,messages.limit(5){id,message}` picks from what there is; unknown names are an error. */
import { bagOf, isBag, isList, listOf, textOf, type Json, type JsonBag } from './call.ts'
import { badParameter } from './graph-error.ts'

interface Field {
  readonly name: string
  readonly limit: number
  readonly inner: readonly Field[]
}

/** What `params` asks for, else the `usual` fields; always with `id`. Throws GraphError 100 for a name that no object has. */
export function pickFields(bag: JsonBag, params: JsonBag, usual: string): JsonBag {
  if (bagOf(params, 'fields') !== undefined) throw badParameter('Param fields must be a list')
  const fields = textOf(params, 'fields') ?? listOf(params, 'fields')?.map(String).join(',') ?? usual
  return pick(bag, parse(fields))
}

function pick(bag: JsonBag, fields: readonly Field[]): JsonBag {
  const picked: Record<string, Json> = {}
  for (const { name, limit, inner } of fields) {
    const value = bag[name]
    if (value !== undefined) picked[name] = narrow(value, { limit, inner })
    else if (!/^[a-z_]+$/.test(name)) throw badParameter(`Tried accessing nonexisting field (${name})`)
  }
  const id = bag['id']
  return id === undefined ? picked : { ...picked, id }
}

function narrow(value: Json, { limit, inner }: Pick<Field, 'limit' | 'inner'>): Json {
  if (!isBag(value)) return value
  const { data } = value
  if (isList(data)) {
    const list = data
      .slice(0, limit)
      .map((each) => (isBag(each) && inner.length > 0 ? pick(each, inner) : each))
    return { ...value, data: list }
  }
  return inner.length > 0 ? pick(value, inner) : value
}

function parse(text: string): Field[] {
  const fields: Field[] = []
  for (const part of splitTop(text)) {
    const found = /^([^.{]+)((?:\.[a-z_]+\([^)]*\))*)(?:\{(.*)\})?$/s.exec(part)
    if (found === null) throw badParameter(`Syntax error in fields: ${part}`)
    const limit = /\.limit\((\d+)\)/.exec(found[2] ?? '')?.[1]
    fields.push({
      name: (found[1] ?? '').trim(),
      limit: limit === undefined ? 25 : Number(limit),
      inner: found[3] === undefined ? [] : parse(found[3]),
    })
  }
  return fields
}

/** At commas outside braces. */
function splitTop(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let part = ''
  for (const letter of text) {
    if (letter === '{') depth += 1
    if (letter === '}') depth -= 1
    if (letter === ',' && depth === 0) {
      parts.push(part)
      part = ''
    } else part += letter
  }
  return [...parts, part].filter((each) => each.trim() !== '')
}
