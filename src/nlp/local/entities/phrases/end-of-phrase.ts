/** Where a phrase of words and choices ends that begins at this token; undefined: it is not there. The longest counts. */
import type { Node, Phrase } from './phrase.ts'
import type { Token } from './tokens.ts'

export function endOfPhrase(tokens: readonly Token[], phrase: Phrase, at: number): number | undefined {
  const ends = endsOf(tokens, phrase, [at])
  return ends.length === 0 ? undefined : Math.max(...ends)
}

function endsOf(tokens: readonly Token[], phrase: Phrase, begins: readonly number[]): readonly number[] {
  let ends = begins
  for (const node of phrase) {
    ends = ends.flatMap((end) => step(tokens, node, end))
    if (ends.length === 0) break
  }
  return ends
}

function step(tokens: readonly Token[], node: Node, at: number): readonly number[] {
  if (node.kind === 'word') return tokens[at]?.word === node.word && !tokens[at].isDead ? [at + 1] : []
  if (node.kind === 'any')
    return (node.byWord.get(tokens[at]?.word ?? '') ?? node.others).flatMap((choice) =>
      endsOf(tokens, choice, [at]),
    )
  return node.kind === 'glue' && tokens[at]?.isGlued === true ? [at] : []
}
