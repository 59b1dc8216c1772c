/**
 * Reads a message without greetings and quotations, without what the customer does not want, sentence by sentence where
 * the whole says nothing, and with a second wish.
 */
import { isSmallWord } from '../../../domain/small-words.ts'
import { toWords } from '../normalise.ts'
import { choose } from './choose.ts'
import { joinWishes } from './join-wishes.ts'
import type { Meaning, Reader } from './meaning.ts'
import { createFindWanted } from './negation.ts'
import { countWords } from './parts.ts'
import { toTokens } from './tokens.ts'
import { isThanks, withoutGreetings } from './without-greetings.ts'
import { withoutQuotes } from './without-quotes.ts'

export function createReadText(reader: Reader): (text: string) => Meaning {
  const { examples, judge, least } = reader
  const known = new Set(examples.map(({ text }) => keyOf(text)))
  const findWanted = createFindWanted(examples, (text) => {
    const [first] = judge(text)
    return first === undefined || first.confidence < least / 2 ? undefined : first.name
  })

  return (text) => {
    if (known.has(keyOf(text))) return choose(judge(text), least)
    const own = withoutQuotes(text)
    const meaning = readOwn(own)
    // An error message says best what is wrong: 'it says "your card was declined"'.
    return meaning.intent === undefined && own !== text ? readOwn(text) : meaning
  }

  function readOwn(text: string): Meaning {
    const matter = withoutGreetings(text)
    if (matter === '') return choose(judge(text), least)
    const meaning = readMatter(matter)
    if (meaning.intent !== undefined || matter === text) return meaning
    // "hello Kit": a name is no matter. Neither is "thanks, you helped me": its thanks say what it is about.
    return countWords(matter) < 2 || isThanks(text) ? choose(judge(text), least) : meaning
  }

  function readMatter(text: string): Meaning {
    const wanted = findWanted(text)
    if (wanted === undefined) return joinWishes(text, reader)
    const left = toTokens(wanted.text)
    // A "please" alone wants nothing.
    if (left.length === 0 || (left.length === 1 && isSmallWord(left[0]?.word ?? ''))) return {}
    const isNamedAgain = left.some(({ word }) => wanted.words.has(word))
    const { intent, alternatives = [] } = joinWishes(wanted.text, reader)
    const others = alternatives.filter(({ name }) => !wanted.refused.has(name))
    const isRefused = intent !== undefined && wanted.refused.has(intent.name) && !isNamedAgain
    return {
      ...(intent === undefined || isRefused ? {} : { intent }),
      ...(others.length === 0 ? {} : { alternatives: others }),
    }
  }
}

function keyOf(text: string): string {
  return toWords(text).join(' ')
}
