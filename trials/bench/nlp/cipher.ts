/**
 * Turns English into something like another language: a vowel becomes another vowel, a consonant another consonant,
 * always the same one. Intents and paraphrases stay; no word is shared with English. The public corpora have no other
 * language.
 */
import { createRandom, shuffle } from '../../../src/nlp/local/random.ts'

export function createCipher(seed: number): (text: string) => string {
  const random = createRandom(seed)
  const become = new Map<string, string>()
  for (const letters of ['aeiou', 'bcdfghjklmnpqrstvwxyz'].map((all) => all.split(''))) {
    const order = Int32Array.from(letters.keys())
    shuffle(order, random)
    for (const [at, to] of order.entries()) become.set(letters[at] ?? '', letters[to] ?? '')
  }
  return (text) => text.toLowerCase().replaceAll(/[a-z]/g, (letter) => become.get(letter) ?? letter)
}
