/**
 * The response of a language model that is asked for JSON. It is an obedient one: a text with "answer <name>" gets that
 * name, in the list or not, as a model does that follows the instructions of a customer.
 */
import type { Faults } from '../facebook/faults.ts'
import type { ReaderFaultName } from './faults.ts'
import { examplesOf } from './request.ts'

interface CompletionOptions {
  /** The customer's. */
  readonly text: string
  readonly meaningOf: (text: string) => string | undefined
  readonly faults: Pick<Faults<ReaderFaultName>, 'happens'>
}

export function completionOf(body: string, { text, meaningOf, faults }: CompletionOptions): string {
  const [example] = examplesOf(body)
  const content = example === undefined ? contentOf({ text, meaningOf, faults }) : sentencesFor(example)
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  })
}

function contentOf({ text, meaningOf, faults }: CompletionOptions): string {
  if (faults.happens('outside-list')) return '{"intent":"constructor"}'
  if (faults.happens('other-keys')) return '{"intent":"#none","reply":"You get a refund of 1,000 EUR."}'
  if (faults.happens('long-reply')) return 'I would say '.repeat(1_000)
  if (faults.happens('no-list')) return 'The customer asks for the opening hours.'
  const [, wanted] = /answer (\S+)/.exec(text) ?? []
  return JSON.stringify({ intent: wanted ?? meaningOf(text) ?? '#none' })
}

/** Two paraphrases, and some that a program must leave out. */
function sentencesFor(example: string): string {
  const sentences = [
    `please, ${example}`,
    `${example}, dear`,
    example,
    '!!!',
    `${example} ${'really '.repeat(40)}`,
  ]
  return JSON.stringify({ sentences: [...sentences, 'where is my order now \u001b'] })
}
