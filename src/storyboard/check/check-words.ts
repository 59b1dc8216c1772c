/** Finds words of yes, no and cancel that cannot mean what the author wants, because they mean two things. */
import type { StoryboardFile } from '../schema.ts'
import { normalise } from '../texts.ts'
import type { Finding } from './finding.ts'

const keys = ['yes', 'no', 'cancel'] as const

export function checkWords({ questions = {} }: StoryboardFile): Finding[] {
  const owners = new Map<string, string>()
  return keys.flatMap((key) =>
    (questions[key] ?? []).flatMap((word, index) => {
      const said = normalise(word) || word.trim()
      const first = owners.get(said)
      if (first === undefined) owners.set(said, key)
      if (first === undefined || first === key) return []
      const message = `${JSON.stringify(word)} is under questions.${first} too: keep it in one of them`
      return [{ path: ['questions', key, index], message }]
    }),
  )
}
