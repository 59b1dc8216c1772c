/** `pagebeat why`: what became of an event, and why there was no reply. */
import { searchedRows } from '../../src/db/why/find-events.ts'
import type { Told } from '../../src/why/tell-event.ts'
import { printJson, printLine } from '../command-line/terminal.ts'
import { withIdentity } from '../customer/with-identity.ts'
import { answerWhy } from './answer-why.ts'

/** A search through the days of years goes on in several at once. */
const connections = 16

export interface WhyOptions {
  readonly limit: number
  readonly texts?: true
  readonly json?: true
}

export async function printWhy(what: string, { limit, texts, json }: WhyOptions): Promise<void> {
  await withIdentity(
    async ({ db, country }) => {
      const asked = { limit, withTexts: texts === true }
      const { as, told, deadLetters } = await answerWhy({ db, country }, what, asked)
      if (json) return printJson({ as, events: told, deadLetters }, 2)
      for (const [index, event] of told.entries()) {
        if (index > 0) printLine('')
        printEvent(event)
      }
      if (told.length > 0) return
      printLine(`Nothing in the tables is named so (looked for: ${as}).`)
      for (const { id, stage, reason, firstTs } of deadLetters)
        printLine(
          `Dead letter ${id} names it: it could not be processed in ${stage} (${reason}, ${toTime(firstTs)}). See \`pagebeat dead show ${id}\``,
        )
      if (deadLetters.length === 0) {
        printLine(
          'Either Facebook has not delivered it, or it still waits in a queue, or it was forgotten or is too old.',
        )
        printLine('  Does Facebook deliver at all?     pagebeat page check')
        printLine('  Does a queue have old jobs?       the queue monitor')
        printLine(`  Words are looked for in the last ${searchedRows.toLocaleString('en')} interactions.`)
      }
    },
    { poolSize: connections },
  )
}

function printEvent({ title, became, because, change, steps }: Told): void {
  printLine(title)
  printLine(`  ${became}: ${because}`)
  if (change !== undefined) printLine(`  to change that: ${change}`)
  for (const { ts, says } of steps) printLine(`  ${ts === undefined ? ' '.repeat(24) : toTime(ts)}  ${says}`)
}

/** In UTC. */
function toTime(ms: number): string {
  return new Date(ms).toISOString()
}
