/** `pagebeat lead`: leads of lead forms, from their list to the columns that they fill. */
import { type Command, Option } from 'commander'
import { type LeadFinding, leadFindings, type LeadState, leadStates } from '../../src/domain/lead.ts'
import { readConfig } from '../../src/config.ts'
import { emptyLeadMap, readLeadMap } from '../../src/leads/lead-map.ts'
import { toKnownPageId } from '../command-line/known-page.ts'
import { numberUpTo, wholeNumberUpTo } from '../command-line/read-number.ts'
import { withDatabase } from '../command-line/with-database.ts'
import { printLead, printLeads } from '../lead/list.ts'
import { mapLeads } from '../lead/map.ts'
import { sweepLeads } from '../lead/sweep.ts'

const mostDays = 3_650
const dayMs = 24 * 3_600_000
const json = ['--json', 'print JSON'] as const

export function registerLead(program: Command): void {
  const lead = program
    .command('lead')
    .description(
      'list leads of lead forms, find those of which no webhook told, map their questions to columns',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  pagebeat lead list --state parked\n  pagebeat lead sweep --page 1122334455\n' +
        '  pagebeat lead map --map leads.yaml --dry-run',
    )
  lead
    .command('list')
    .description('list leads, newest first, without what was filled in')
    .option('--page <pageId>', 'only of this Page')
    .option('--form <formId>', 'only of this form')
    .addOption(new Option('--state <state>', 'only in this state').choices([...leadStates]))
    .addOption(new Option('--found-by <how>', 'only those that were found so').choices([...leadFindings]))
    .option('--limit <count>', 'leads, 1 to 100000', wholeNumberUpTo(100_000), 50)
    .option(...json)
    .action(({ page, form, state, foundBy, limit, json: asJson }: ListOptions) =>
      withDatabase(async (db) =>
        printLeads(db, {
          pageId: await toKnownPageId(db, page),
          formId: form,
          state,
          foundBy,
          limit,
          asJson: asJson === true,
        }),
      ),
    )
  lead
    .command('show <leadId>')
    .description('show a lead with what was filled in')
    .option(...json)
    .action((leadId: string, { json: asJson }: { json?: true }) =>
      withDatabase((db) => printLead(db, { leadId, asJson: asJson === true })),
    )
  lead
    .command('sweep')
    .description('read the lead forms of the Pages now, and store leads of which no webhook told')
    .option('--page <pageId>', 'only of this Page')
    .option('--whole', 'read every form, and as far back as Facebook does (90 days)')
    .action(({ page, whole }: { page?: string; whole?: true }) =>
      sweepLeads({ page, isWhole: whole === true }),
    )
  lead
    .command('map')
    .description('write what past leads say into the profiles, by the map of their questions')
    .option('--map <file>', 'file with the map (default: LEAD_MAP; without one, only standard questions)')
    .option('--dry-run', 'only say what would be written')
    .option('--days <count>', `leads of the last days, above 0 to ${mostDays}`, numberUpTo(mostDays), 90)
    .option('--page <pageId>', 'only of this Page')
    .option('--form <formId>', 'only of this form')
    .option('--texts', 'show what each lead writes')
    .option(...json)
    .action(({ map, dryRun, days, page, form, texts, json: asJson }: MapOptions) => {
      const config = readConfig(process.env, { required: [], optional: ['LEAD_MAP', 'IDENTITY_COUNTRY'] })
      const path = map ?? config.LEAD_MAP
      return withDatabase(async (db) =>
        mapLeads(db, {
          map: path === undefined ? emptyLeadMap : readLeadMap(path),
          country: config.IDENTITY_COUNTRY,
          sinceTs: Date.now() - days * dayMs,
          pageId: await toKnownPageId(db, page),
          formId: form,
          isDryRun: dryRun === true,
          withTexts: texts === true,
          asJson: asJson === true,
        }),
      )
    })
}

interface ListOptions {
  readonly page?: string
  readonly form?: string
  readonly state?: LeadState
  readonly foundBy?: LeadFinding
  readonly limit: number
  readonly json?: true
}

interface MapOptions {
  readonly map?: string
  readonly dryRun?: true
  readonly days: number
  readonly page?: string
  readonly form?: string
  readonly texts?: true
  readonly json?: true
}
