/** Masks personal data for viewers, by the marks of the response's schema (console/api/personal.ts). */
import { z } from 'zod'
import { personal, type PersonalKind } from '../api/personal.ts'

/** The value of this schema as a viewer sees it. The value itself is not changed. */
export function mask(schema: z.ZodType, value: unknown): unknown {
  if (value === undefined || value === null) return value
  const kind = personal.get(schema)?.kind
  if (kind !== undefined) return maskAll(kind, value)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return mask(toSchema(schema.unwrap()), value)
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.map((one) => mask(toSchema(schema.element), one))
  if (schema instanceof z.ZodObject) return maskFields(value, (name) => toSchema(schema.shape[name]))
  if (schema instanceof z.ZodRecord) return maskFields(value, () => toSchema(schema.valueType))
  if (schema instanceof z.ZodUnion) {
    const fitting = schema.options.map(toSchema).find((option) => option.safeParse(value).success)
    return fitting === undefined ? undefined : mask(fitting, value)
  }
  return value
}

function maskFields(value: unknown, schemaOf: (name: string) => z.ZodType): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, one]) => [name, mask(schemaOf(name), one)] as const)
      .filter(([, one]) => one !== undefined),
  )
}

/** A field that the schema does not know is not shown. */
function toSchema(given: unknown): z.ZodType {
  return given instanceof z.ZodType ? given : unknownField
}
const unknownField = z.unknown().register(personal, { kind: 'link' })

function maskAll(kind: PersonalKind, value: unknown): unknown {
  if (kind === 'link') return undefined
  if (typeof value === 'string') return masks[kind](value)
  if (typeof value === 'number') return undefined
  if (Array.isArray(value)) return value.map((one) => maskAll(kind, one))
  return maskFields(value, () => kindSchemas[kind])
}

const kindSchemas = {
  name: z.unknown().register(personal, { kind: 'name' }),
  text: z.unknown().register(personal, { kind: 'text' }),
  contact: z.unknown().register(personal, { kind: 'contact' }),
  pId: z.unknown().register(personal, { kind: 'pId' }),
}

const dot = '•'
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })

const masks: Readonly<Record<Exclude<PersonalKind, 'link'>, (text: string) => string>> = {
  name: (text) =>
    text
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => `${firstOf(word)}${dot.repeat(3)}`)
      .join(' '),
  text: (text) =>
    [...letters.segment(text)].map(({ segment }) => (/^\s/u.test(segment) ? segment : dot)).join(''),
  contact: maskContact,
  pId(text) {
    const { kind, value } = madeOfContact.exec(text)?.groups ?? {}
    return kind === undefined || value === undefined ? text : `${kind}:${maskContact(value)}`
  },
}

/** A `pId` that Pagebeat made of a contact. Others are ids of Facebook, or the brand's own numbers. */
const madeOfContact = /^(?<kind>email|phone|userRef|id:[^:]+):(?<value>.*)$/s

function maskContact(text: string): string {
  return text.length <= 4 ? dot.repeat(3) : `${dot.repeat(3)}${text.slice(-2)}`
}

function firstOf(word: string): string {
  for (const { segment } of letters.segment(word)) return segment
  return ''
}
