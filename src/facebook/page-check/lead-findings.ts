import { type Finding, ok, unsure, wrong } from './finding.ts'

/** Permissions that leads need beside those of every Page, and what stays unknown without them. */
const leadPermissions: Readonly<Record<string, string>> = {
  leads_retrieval: 'what customers filled in',
  pages_manage_ads: 'lead forms of ads',
  ads_management: 'names of ads and campaigns',
}

/** Nothing is said where neither the field nor the permission is there, or where nobody knows what is granted. */
export function findInLeads(
  found: readonly string[],
  { granted, fix }: { readonly granted: ReadonlySet<string>; readonly fix: string },
): Finding[] {
  const isSubscribed = found.includes('leadgen')
  const missing = Object.keys(leadPermissions).filter((name) => !granted.has(name))
  if (granted.size === 0 || (!isSubscribed && missing.includes('leads_retrieval'))) return []
  if (!isSubscribed)
    return [unsure('leads', { says: 'No webhook tells of leads: only the sweep finds them.', fix })]
  if (missing.length === 0) return [ok('leads', 'Leads come with what customers filled in.')]
  const named = missing.map((name) => `${name} (${leadPermissions[name] ?? ''})`).join(', ')
  const says = `Leads come, but permissions are missing: ${named}.`
  const again = 'get a token with them, then `pagebeat page token`'
  return [
    missing.includes('leads_retrieval')
      ? wrong('leads', { says, fix: again })
      : unsure('leads', { says, fix: again }),
  ]
}
