/** The checks of a Page, by their stable names in the output of `pagebeat page check --json`. */
export type PageCheck =
  | 'app_fields'
  | 'app_secret'
  | 'app_subscribed'
  | 'clock'
  | 'default_app'
  | 'fields_useful'
  | 'graph_version'
  | 'instant_replies'
  | 'leads'
  | 'messenger_profile'
  | 'page_fields'
  | 'page_subscribed'
  | 'paused'
  | 'permissions'
  | 'permissions_of_page'
  | 'permissions_useful'
  | 'proof'
  | 'published'
  | 'standby'
  | 'token'
  | 'token_app'
  | 'token_expiry'
  | 'token_page'
  | 'token_valid'
  | 'webhook_responds'

/** The result of one check, for the operator. */
export interface Finding {
  readonly check: PageCheck
  /** `unsure`: Facebook does not tell, or it will matter later. It does not make the whole check fail. */
  readonly state: 'ok' | 'wrong' | 'unsure'
  readonly says: string
  /** What the operator should do. */
  readonly fix?: string
  /** Facebook gave no response, so the finding says nothing of the Page. */
  readonly isUnanswered?: true
}

export function ok(check: PageCheck, says: string): Finding {
  return { check, state: 'ok', says }
}

export function wrong(
  check: PageCheck,
  { says, fix }: { readonly says: string; readonly fix: string },
): Finding {
  return { check, state: 'wrong', says, fix }
}

export function unsure(
  check: PageCheck,
  { says, fix }: { readonly says: string; readonly fix: string },
): Finding {
  return { check, state: 'unsure', says, fix }
}

const marks: Readonly<Record<Finding['state'], string>> = { ok: 'ok   ', wrong: 'WRONG', unsure: '?    ' }

/** Lines for a terminal. The fix is below its finding. */
export function toLines({ state, says, fix }: Finding): string[] {
  return [`  ${marks[state]}  ${says}`, ...(fix === undefined ? [] : [`         → ${fix}`])]
}
