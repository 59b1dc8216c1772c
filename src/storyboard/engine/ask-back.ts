/** Asks which of several intents the customer meant, with their titles to tap. */
import { somethingElseTitle, unsureText } from '../default-texts.ts'
import { payloadOfMeaning } from '../payloads.ts'
import { platformLimits as limits } from '../platform-limits.ts'
import { fit } from '../texts.ts'
import { emitMessage } from './emit.ts'
import { quickReply } from './message-parts.ts'
import { type Run, textOf } from './run.ts'

/** False: nothing was asked, since a text is empty for this customer. */
export function askBack(run: Run, intents: readonly string[]): boolean {
  const { question = unsureText, something_else: last = somethingElseTitle } = run.definition.unsure ?? {}
  const text = textOf(run, question)
  const other = textOf(run, last)
  const titled = intents.flatMap((intent) => {
    const title = titleOf(run, intent)
    return title === undefined ? [] : [{ intent, title }]
  })
  if (text === undefined || other === undefined || titled.length < 2) return false
  emitMessage(run, {
    text: fit(text, limits.text),
    quick_replies: [
      ...titled.map(({ intent, title }) => quickReply({ title, payload: payloadOfMeaning(intent) })),
      quickReply({ title: other, payload: payloadOfMeaning() }),
    ],
  })
  run.outcome = 'asked_back'
  run.askedIntents = titled.map(({ intent }) => intent)
  const { turn, now } = run.input
  run.context = {
    ...run.context,
    askedBack: { turn: turn.id, intents: run.askedIntents, since: now },
  }
  return true
}

function titleOf(run: Run, intent: string): string | undefined {
  const title = run.definition.unsure?.titles[intent]
  return title === undefined ? undefined : textOf(run, title)
}
