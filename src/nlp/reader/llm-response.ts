/** Reads a response of `/chat/completions`: one key, and a value of the list. Everything else is refused. */
import { z } from 'zod'
import type { ServiceResult } from '../service/service-result.ts'
import { noIntent } from './llm-request.ts'

const longestContent = 500

const completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
})
const choice = z.strictObject({ intent: z.string() })

/** Undefined as body: it was longer than allowed. */
export function readLlmResponse(
  body: string | undefined,
  intents: readonly string[],
): ServiceResult<{ readonly intent: string | undefined }> {
  if (body === undefined) return { passedOver: 'too_long' }
  const message = completion.safeParse(parse(body)).data?.choices[0]?.message
  if (message === undefined) return { passedOver: 'malformed' }
  const content = message.content ?? '' // null: the model refuses to respond
  if (content.length > longestContent) return { passedOver: 'too_long', isOfText: true }
  const chosen = choice.safeParse(parse(content)).data?.intent
  if (chosen === undefined) return { passedOver: 'malformed', isOfText: true }
  if (chosen === noIntent) return { reading: { intent: undefined } }
  return intents.includes(chosen)
    ? { reading: { intent: chosen } }
    : { passedOver: 'outside_list', isOfText: true }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
