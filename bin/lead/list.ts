/** `pagebeat lead list` and `pagebeat lead show`. */
import type { Kysely } from 'kysely'
import { type LeadFilter, listLeads, showLead } from '../../src/db/leads/past-leads.ts'
import { decodeAnswers } from '../../src/db/leads/lead-store.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine } from '../command-line/terminal.ts'

export async function printLeads(
  db: Kysely<Database>,
  { asJson, ...filter }: LeadFilter & { readonly asJson: boolean },
): Promise<void> {
  const leads = await listLeads(db, filter)
  if (asJson) return printJson(leads)
  for (const { leadId, createdTs, formName, formId, pageId, state, reason, foundBy, dueTs } of leads) {
    const why = reason === null ? '' : ` (${reason})`
    const next = dueTs === null ? '' : `, next try ${new Date(dueTs).toISOString()}`
    printLine(
      `${leadId}  ${new Date(createdTs).toISOString()}  form ${formName ?? formId ?? 'unknown'} of Page ${pageId}, by ${foundBy}, ${state}${why}${next}`,
    )
  }
  const { limit } = filter
  printLine(
    `${leads.length} lead${leads.length === 1 ? '' : 's'}${leads.length === limit ? ` (the newest ${limit})` : ''}`,
  )
}

export async function printLead(
  db: Kysely<Database>,
  { leadId, asJson }: { readonly leadId: string; readonly asJson: boolean },
): Promise<void> {
  const row = await showLead(db, leadId)
  if (row === undefined)
    throw new Refused(`There is no lead ${leadId}. \`pagebeat lead list\` shows those that are known.`)
  const { answers, createdTs, foundTs, settledTs, dueTs, isOrganic, ...rest } = row
  const filledIn = answers === null ? {} : decodeAnswers(answers)
  const times = { createdTs, foundTs, settledTs, dueTs }
  if (asJson)
    return printJson({
      ...rest,
      isOrganic: isOrganic === null ? null : isOrganic === 1,
      ...Object.fromEntries(
        Object.entries(times).map(([name, ms]) => [name, ms === null ? null : Number(ms)]),
      ),
      answers: filledIn,
    })
  for (const [name, value] of Object.entries({ ...rest, isOrganic }))
    if (value !== null) printLine(`${name.padEnd(16)} ${String(value)}`)
  for (const [name, ms] of Object.entries(times))
    if (ms !== null) printLine(`${name.padEnd(16)} ${new Date(Number(ms)).toISOString()}`)
  for (const [question, value] of Object.entries(filledIn))
    printLine(`  ${question}: ${[value].flat().join(', ')}`)
}
