import { readConfig } from '../../src/config.ts'
import { ConfigError } from '../../src/errors.ts'
import type { ReaderKind } from '../../src/nlp/reader/learned-reader.ts'

export interface ReaderConfig {
  readonly url: string
  readonly kind: ReaderKind
  readonly model: string
  readonly token: string | undefined
  /** Undefined: that of the kind. */
  readonly perMinute: number | undefined
}

/** Undefined: without READER_URL there is no reader. Throws ConfigError. */
export function readReaderConfig(
  env: Readonly<Record<string, string | undefined>>,
): ReaderConfig | undefined {
  const { READER_URL: url } = readConfig(env, { required: [], optional: ['READER_URL'] })
  if (url === undefined) return undefined
  const config = readConfig(env, {
    required: ['READER_KIND', 'READER_MODEL'],
    optional: ['READER_TOKEN', 'READER_CALLS_PER_MINUTE'],
  })
  return {
    url,
    kind: config.READER_KIND,
    model: config.READER_MODEL,
    token: config.READER_TOKEN,
    perMinute: config.READER_CALLS_PER_MINUTE,
  }
}

/** For a command that cannot do without. Throws ConfigError. */
export function requireReaderConfig(env: Readonly<Record<string, string | undefined>>): ReaderConfig {
  const config = readReaderConfig(env)
  if (config !== undefined) return config
  throw new ConfigError(['READER_URL is not set: this needs a reader (docs/how-to/use-your-own-reader.md)'])
}
