import type { z } from 'zod'

/** An environment variable: how it is read, what it means, its default. */
export interface Variable<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema
  readonly meaning: string
  readonly initial?: string
  /** It may also come from the file that `<NAME>_FILE` names. */
  readonly isSecret?: true
}

export function variable<Schema extends z.ZodType>(
  schema: Schema,
  meaning: string,
  initial?: string,
): Variable<Schema> {
  return initial === undefined ? { schema, meaning } : { schema, meaning, initial }
}

export function secretVariable<Schema extends z.ZodType>(schema: Schema, meaning: string): Variable<Schema> {
  return { schema, meaning: `${meaning} (secret)`, isSecret: true }
}
