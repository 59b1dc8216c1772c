/** `pagebeat nlp suggest`: more examples for a storyboard, proposed by a model, as a patch that a human accepts. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createReaderService } from '../../src/nlp/reader/reader-service.ts'
import { proposeSentences } from '../../src/nlp/suggest/propose-sentences.ts'
import { createSift, type LeftOut } from '../../src/nlp/suggest/sift-sentences.ts'
import { ConfigError } from '../../src/errors.ts'
import { addSentences, type Sentences } from '../../src/storyboard/edit/add-sentences.ts'
import { toPatch } from '../../src/storyboard/edit/insert-into.ts'
import { parseStoryboard } from '../../src/storyboard/load.ts'
import { Refused } from '../command-line/refused.ts'
import { printError, printText } from '../command-line/terminal.ts'
import type { ReaderConfig } from '../wiring/reader-config.ts'

export interface SuggestOptions {
  readonly intent?: string
  readonly language?: string
  readonly count: number
  readonly out?: string
}

/** The storyboard is not changed. Throws Refused where the reader or the options are of no use. */
export async function suggest(
  file: string,
  { config, ...options }: SuggestOptions & { readonly config: ReaderConfig },
): Promise<void> {
  if (config.kind !== 'llm') throw new ConfigError(['READER_KIND must be llm: vectors write no sentences'])
  const source = readFileSync(file, 'utf8')
  const { examples } = parseStoryboard({ file, source })
  const intents = choose(Object.keys(examples.intents), options.intent)
  const service = createReaderService({ ...config, perMinute: config.perMinute ?? 60 })
  const sift = createSift(examples)
  const added: Sentences[] = []
  for (const intent of intents) {
    const proposed = await proposeSentences(service, {
      intent,
      examples: examples.intents[intent] ?? [],
      count: options.count,
      language: options.language,
    })
    if ('passedOver' in proposed)
      throw new Refused(`The reader gave no sentences for ${intent}: ${proposed.passedOver}`)
    const { kept, leftOut } = sift(intent, proposed.sentences)
    for (const one of leftOut) printError(`${intent}: left out ${JSON.stringify(one.text)}, ${describe(one)}`)
    added.push({ intent, texts: kept })
  }
  const patch = toPatch({ file, source }, addSentences({ file, source }, added))
  if (patch === '') return printError('There is nothing to add.')
  if (options.out === undefined) return printText(patch.trimEnd())
  writeFileSync(options.out, patch)
  printError(`Read ${options.out}, then apply it: patch -p1 < ${options.out}`)
}

function choose(intents: readonly string[], asked: string | undefined): readonly string[] {
  if (asked === undefined) return intents
  if (intents.includes(asked)) return [asked]
  throw new Refused(`The storyboard has no intent ${asked}. It has: ${intents.join(', ')}`)
}

function describe({ reason, intent }: LeftOut): string {
  if (reason === 'other_intent') return `which is understood as ${intent ?? 'another intent'}`
  return { empty: 'without a letter', too_long: 'too long', duplicate: 'there already' }[reason]
}
