/** Phrases of customers with the entities that they hold, from a text file. */
import { readFileSync } from 'node:fs'
import type { UnderstoodEntity } from '../../../../src/domain/understanding.ts'

export interface LabelledPhrase {
  readonly language: string
  readonly text: string
  /** `date=2026-12-04..2026-12-06; time=18:30`, or `-` */
  readonly expected: string
}

/** Wednesday, 10 o'clock in Berlin. */
export const wednesday = Date.UTC(2026, 10, 25, 9)

export function readPhrases(file: string): readonly LabelledPhrase[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [language = '', text = '', expected = ''] = line.split('|').map((part) => part.trim())
      return { language, text, expected }
    })
}

/** The entities as in `expected`. */
export function describe(entities: readonly UnderstoodEntity[]): string {
  const parts = entities.flatMap((entity, at) => {
    if (entity.part === 'to' && entities[at - 1]?.part === 'from') return []
    const next = entities[at + 1]
    const isRange = entity.part === 'from' && next?.part === 'to' && next.name === entity.name
    const end = isRange ? `..${describeValue(next)}` : entity.part === undefined ? '' : `(${entity.part})`
    return [`${entity.name}=${describeValue(entity)}${end}`]
  })
  return parts.length === 0 ? '-' : parts.join('; ')
}

function describeValue({ value }: UnderstoodEntity): string {
  return typeof value === 'object' ? `${value.amount} ${value.currency}` : String(value)
}
