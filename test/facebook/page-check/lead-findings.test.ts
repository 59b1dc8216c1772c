import test from 'ava'
import { findInLeads } from '../../../src/facebook/page-check/lead-findings.ts'

const all = ['leads_retrieval', 'pages_manage_ads', 'ads_management']
const fix = '`pagebeat page subscribe 7`'

function brief(found: readonly string[], granted: readonly string[]): string[] {
  return findInLeads(found, { granted: new Set(granted), fix }).map(({ state, says }) => `${state}: ${says}`)
}

test('leads need their field and three permissions', (t) => {
  t.deepEqual(brief(['leadgen'], all), ['ok: Leads come with what customers filled in.'])
  t.deepEqual(brief(['leadgen'], ['leads_retrieval', 'pages_manage_ads']), [
    'unsure: Leads come, but permissions are missing: ads_management (names of ads and campaigns).',
  ])
  t.regex(
    brief(['leadgen'], ['pages_messaging'])[0] ?? '',
    /^wrong: .*leads_retrieval \(what customers filled in\)/,
  )
  t.deepEqual(brief([], all), ['unsure: No webhook tells of leads: only the sweep finds them.'])
})

test('nothing is said of a Page without lead forms, or where nobody knows what is granted', (t) => {
  t.deepEqual(brief([], ['pages_messaging']), [])
  t.deepEqual(brief(['leadgen'], []), [])
})
