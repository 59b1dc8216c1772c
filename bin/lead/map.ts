/** `pagebeat lead map`: what the map makes of past leads, and writes it. */
import type { Kysely } from 'kysely'
import { recordPastLead } from '../../src/db/leads/save-lead.ts'
import { readPastLeads } from '../../src/db/leads/past-leads.ts'
import { readProfileColumns } from '../../src/db/identity/profile-columns.ts'
import { resolveSoon } from '../../src/db/identity/link-now.ts'
import type { Database } from '../../src/db/mysql/schema.ts'
import type { PageId } from '../../src/domain/ids.ts'
import { factsOfLead } from '../../src/leads/facts-of-lead.ts'
import { columnsOf, type LeadMap } from '../../src/leads/lead-map.ts'
import { openTombstones } from '../wiring/open-tombstones.ts'
import { Refused } from '../command-line/refused.ts'
import { printJson, printLine } from '../command-line/terminal.ts'

export interface MapLeads {
  readonly map: LeadMap
  readonly country: string | undefined
  readonly sinceTs: number
  readonly pageId: PageId | undefined
  readonly formId: string | undefined
  readonly isDryRun: boolean
  readonly withTexts: boolean
  readonly asJson: boolean
}

interface Found {
  leads: number
  /** Leads by the column that gets a value. */
  readonly columns: Map<string, number>
  /** Leads by the kind of id that links them. */
  readonly links: Map<string, number>
  /** Leads by the question that no column takes. */
  readonly unmapped: Map<string, number>
  /** Leads by the question whose value is no e-mail or phone, or empty. */
  readonly unusable: Map<string, number>
}

/** Throws Refused where the map names columns that `profile` does not have. */
export async function mapLeads(db: Kysely<Database>, options: MapLeads): Promise<void> {
  const known = new Set((await readProfileColumns(db)).map(({ name }) => name))
  const unknown = columnsOf(options.map).filter((name) => !known.has(name))
  if (unknown.length > 0)
    throw new Refused(`The table profile has no column ${unknown.join(', ')}: correct the map, or add it`)
  const tombstones = await openTombstones(db)
  const found: Found = {
    leads: 0,
    columns: new Map(),
    links: new Map(),
    unmapped: new Map(),
    unusable: new Map(),
  }
  for await (const leads of readPastLeads(db, options))
    for (const lead of leads) {
      const { facts, links, unread } = factsOfLead(lead, options)
      found.leads += 1
      for (const { name } of facts) add(found.columns, name)
      for (const { b } of links) add(found.links, b.kind)
      for (const { question, because } of unread)
        add(because === 'no_column' ? found.unmapped : found.unusable, question)
      if (options.withTexts && !options.asJson)
        printLine(`${lead.leadId}  ${facts.map(({ name, value }) => `${name} = ${value ?? ''}`).join(', ')}`)
      if (!options.isDryRun)
        await resolveSoon(db, await recordPastLead(db, { leadId: lead.leadId, facts, links, tombstones }))
    }
  if (options.asJson) return printJson({ ...toJson(found), isDryRun: options.isDryRun })
  print(found, options.isDryRun)
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function toJson({ leads, ...counts }: Found): object {
  return {
    leads,
    ...Object.fromEntries(Object.entries(counts).map(([name, map]) => [name, Object.fromEntries(map)])),
  }
}

function print({ leads, columns, links, unmapped, unusable }: Found, isDryRun: boolean): void {
  printLine(`${leads} past lead${leads === 1 ? '' : 's'}`)
  const verb = isDryRun ? 'would get' : 'got'
  for (const [name, count] of sorted(columns)) printLine(`  ${count} ${verb} ${name}`)
  for (const [kind, count] of sorted(links))
    printLine(`  ${count} ${isDryRun ? 'would be' : 'are'} linked by ${kind}`)
  for (const [question, count] of sorted(unusable))
    printLine(`  ${count} have a value of ${JSON.stringify(question)} that is not usable`)
  for (const [question, count] of sorted(unmapped))
    printLine(`  ${count} have ${JSON.stringify(question)}, which no column takes`)
  printLine(
    isDryRun
      ? 'Nothing was written. A value that your own system wrote stays in any case.'
      : 'Written. A value that your own system wrote stays.',
  )
}

function sorted(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
}
