/** Names and texts that an author writes: shared by all parts of the schema. */
import { z } from 'zod'

const namePattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/

/** `constructor` and similar names exist on every object of the program. */
const reserved = new Set(Object.getOwnPropertyNames(Object.prototype))
const isFree = (name: string) => !reserved.has(name)
const taken = 'is reserved and cannot be a name: choose another'

export const sceneName = z
  .string()
  .regex(namePattern, 'must be a name: letters, digits, - and _, starting with a letter')
  .refine(isFree, taken)
  .describe('Name of a scene')
export const intentName = z.string().regex(namePattern).refine(isFree, taken).describe('Name of an intent')
export const entityName = z.string().regex(namePattern).refine(isFree, taken).describe('Name of an entity')
export const hubName = z.string().regex(namePattern).refine(isFree, taken).describe('Name of a hub')
export const variableName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{0,63}$/, 'must be letters, digits and _, starting with a small letter')
  .refine(isFree, taken)

export const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/, 'must be a language code, for example en, de or pt-BR')
  .describe('Language: en, de, pt-BR')

/** A Liquid template. */
export const template = z
  .string()
  .min(1, 'must not be empty')
  .describe('Text; a Liquid template over profile, context, slots, event, understanding, entities, recent')

export const variants = z.array(template).min(1).describe('Variants: one of them is chosen for each turn')

/** A text for customers: one text, variants of it, or either by language. */
export const text = z
  .union([template, variants, z.record(languageTag, z.union([template, variants]))])
  .describe('A text, a list of variants, or either under each language (en: …, de: …)')

/** A short text without variants. */
export const label = z
  .union([template, z.record(languageTag, template)])
  .describe('A short text, or one under each language')

export const condition = z
  .string()
  .min(1)
  .describe("A Liquid condition: profile.loyaltyPoints > 100 and context.size == 'L'")

export const url = z
  .string()
  .regex(/^(?:https?:\/\/|\{\{)/, 'must start with https://, or be a template that makes such an address')
  .describe('Address, may be a template')

export const payload = z
  .string()
  .min(1)
  .max(1_000, 'is longer than the 1,000 characters that Facebook allows for a payload')

export type Text = z.output<typeof text>
export type Label = z.output<typeof label>
