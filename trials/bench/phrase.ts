import type { Random } from '../../sandbox/facebook/world/random.ts'

const words = `
  hello the coffee was great today when do you open on sunday thanks order still not here please help
  me café größe with oat milk is it possible 😀 and a cake`
  .trim()
  .split(/\s+/)

/** Three to thirty words: what people write under a post or to a Page. */
export function phraseOf(random: Random): string {
  return Array.from({ length: 3 + random.below(28) }, () => random.pick(words)).join(' ')
}
