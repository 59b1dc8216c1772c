import { readFileSync } from 'node:fs'
import path from 'node:path'

const pagebeat = path.join(import.meta.dirname, '../bin/pagebeat.ts')

/** The options of Node in the first line of `bin/pagebeat.ts`: what it runs with where it is started as a command. */
export function pagebeatNodeOptions(): string[] {
  const [firstLine = ''] = readFileSync(pagebeat, 'utf8').split('\n', 1)
  return firstLine.split(' ').filter((word) => word.startsWith('--'))
}
