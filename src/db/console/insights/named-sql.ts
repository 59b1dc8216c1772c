/** SQL with named parameters, `:from`: to be run, or shown with its values filled in. */
import { type RawBuilder, sql } from 'kysely'

export type NamedValues = Readonly<Record<string, string | number>>

/** Not within a quoted text: the SQL of Insights quotes no colon that a letter follows. */
const names = /:([a-z][A-Za-z]*)/g

/** The values are bound. Throws an Error for a name without a value. */
export function bindNamed<Row>(text: string, values: NamedValues): RawBuilder<Row> {
  const parts: RawBuilder<unknown>[] = []
  let end = 0
  for (const { 0: whole, 1: name = '', index } of text.matchAll(names)) {
    parts.push(sql.raw(text.slice(end, index)), sql`${valueOf(values, name)}`)
    end = index + whole.length
  }
  parts.push(sql.raw(text.slice(end)))
  return sql<Row>`${sql.join(parts, sql``)}`
}

/** To be read and pasted by people. */
export function fillNamed(text: string, values: NamedValues): string {
  return text.replaceAll(names, (_, name: string) => {
    const value = valueOf(values, name)
    return typeof value === 'number' ? String(value) : `'${value.replaceAll(/['\\]/g, '$&$&')}'`
  })
}

function valueOf(values: NamedValues, name: string): string | number {
  const value = values[name]
  if (value === undefined) throw new Error(`the SQL has no value for :${name}`)
  return value
}
