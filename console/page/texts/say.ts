/** The server's sentences in the language of the page. */
import { fill, type ShowValue } from '../../../src/domain/phrase.ts'
import type { Said } from '../../api/phrase.ts'
import type { Formats } from './formats.ts'
import type { Texts } from './shape.ts'
import { textOf } from './texts.ts'

/** The sentences of these codes. English has none: the server speaks it. */
export type SentenceList = Exclude<keyof Texts['server'], 'words'>

/**
 * A text of the server, by its pieces. Where the page does not know one of them, as one of a newer server, it is the
 * English text.
 */
export function createSay(
  { server }: Pick<Texts, 'server'>,
  { exact, number, duration }: Pick<Formats, 'exact' | 'number' | 'duration'>,
): (list: SentenceList, says: string, said: Said | undefined) => string {
  const show: ShowValue = (value, kind) => {
    if (kind === 'time') return exact(Number(value))
    if (kind === 'span') return duration(Number(value) * 1_000)
    if (kind === 'quoted') return `„${value}“`
    if (kind !== undefined) return wordsOf(String(value))
    return typeof value === 'number' ? number(value) : value
  }

  /** A kind and a verb stand side by side, as "comment add". */
  function wordsOf(code: string): string {
    return (
      textOf(server.words, code) ??
      code.replaceAll(/\w+/g, (word) => textOf(server.words, word) ?? word.replaceAll('_', ' '))
    )
  }

  return (list, says, said = []) => {
    const sentences = said.map(({ code, values }) => {
      const sentence = textOf(server[list], code)
      return sentence === undefined ? undefined : fill(sentence, values, show)
    })
    return sentences.length === 0 || sentences.includes(undefined)
      ? withLocalTimes(says, exact)
      : sentences.join('')
  }
}

/** English texts hold times in UTC. */
function withLocalTimes(says: string, exact: Formats['exact']): string {
  return says.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => exact(Date.parse(time)))
}
