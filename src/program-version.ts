import { readFileSync } from 'node:fs'
import { z } from 'zod'

const schema = z.object({ version: z.string() })

/** The version of Pagebeat that runs, as `0.1.0`. */
export function programVersion(): string {
  return schema.parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version
}
