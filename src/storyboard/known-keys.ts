/** The keys that the schema knows at a place of the file, for "did you mean". */
import { z } from 'zod'
import type { Path } from './document.ts'

type JsonSchema = z.core.JSONSchema.BaseSchema

interface KeyPlace {
  readonly schema: z.ZodType
  readonly path: Path
  readonly value: unknown
}

/**
 * `value` narrows the forms: to those whose required key it has (the verb of an action), else to those that know one of
 * its keys.
 */
export function keysAt({ schema, path, value }: KeyPlace): string[] {
  const forms = formsAt({ schema, path })
  const present = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const likely = [
    forms.filter(({ required = [] }) => present.some((key) => required.includes(key))),
    forms.filter(({ properties = {} }) => present.some((key) => Object.hasOwn(properties, key))),
    forms,
  ].find((some) => some.length > 0)
  return [...new Set((likely ?? []).flatMap(({ properties = {} }) => Object.keys(properties)))]
}

/** The keys that start the forms at a place, as the verbs of actions do; none where there is one form only. */
export function startersAt({ schema, path }: Omit<KeyPlace, 'value'>): string[] {
  const forms = formsAt({ schema, path })
  return forms.length < 2 ? [] : [...new Set(forms.flatMap(({ required = [] }) => required.slice(0, 1)))]
}

/** A key beside this one that no form has together with it, if this one starts a form of its own: `say` beside `go`. */
export function rivalOf(key: string, { schema, path, value }: KeyPlace): string | undefined {
  const forms = formsAt({ schema, path })
  // `do` holds the actions of `after`, and starts nothing by itself.
  if (key === 'do' || !forms.some(({ required = [] }) => required.includes(key))) return undefined
  const beside = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return beside.find(
    (other) =>
      forms.some(({ required = [] }) => required.includes(other)) &&
      !forms.some(
        ({ properties = {} }) => Object.hasOwn(properties, key) && Object.hasOwn(properties, other),
      ),
  )
}

function formsAt({ schema, path }: Omit<KeyPlace, 'value'>): JsonSchema[] {
  const root = jsonSchemaOf(schema)
  const defs = root.$defs ?? {}
  return path.reduce(
    (forms, step) => forms.flatMap((form) => childrenOf(form, step)).flatMap((form) => resolve(form, defs)),
    resolve(root, defs),
  )
}

const known = new WeakMap<z.ZodType, JsonSchema>()

/** Made once a schema, since it takes 0.1 s. */
function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const made = known.get(schema) ?? z.toJSONSchema(schema, { io: 'input' })
  known.set(schema, made)
  return made
}

function resolve(schema: JsonSchema, defs: Readonly<Record<string, JsonSchema>>): JsonSchema[] {
  const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? '')?.[1]
  const target = name === undefined ? undefined : defs[name]
  if (target !== undefined) return resolve(target, defs)
  const options = schema.anyOf ?? schema.allOf
  return options === undefined
    ? [schema]
    : options.flatMap((option) => (isSchema(option) ? resolve(option, defs) : []))
}

function childrenOf(schema: JsonSchema, step: string | number): JsonSchema[] {
  const { items, additionalProperties, properties } = schema
  const child = typeof step === 'number' ? items : (properties?.[step] ?? additionalProperties)
  return isSchema(child) ? [child] : []
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
