/** The result of one check, for the operator. */
export interface Finding {
  /** Stable, for --json: `token_valid`, `page_fields` … */
  readonly check: string
  /** `unsure`: Facebook does not tell, or it will matter later. It does not make the whole check fail. */
  readonly state: 'ok' | 'wrong' | 'unsure'
  readonly says: string
  /** What the operator should do. */
  readonly fix?: string
}

export function ok(check: string, says: string): Finding {
  return { check, state: 'ok', says }
}

export function wrong(
  check: string,
  { says, fix }: { readonly says: string; readonly fix: string },
): Finding {
  return { check, state: 'wrong', says, fix }
}

export function unsure(
  check: string,
  { says, fix }: { readonly says: string; readonly fix: string },
): Finding {
  return { check, state: 'unsure', says, fix }
}

const marks: Readonly<Record<Finding['state'], string>> = { ok: 'ok   ', wrong: 'WRONG', unsure: '?    ' }

/** Lines for a terminal. The fix is below its finding. */
export function toLines({ state, says, fix }: Finding): string[] {
  return [`  ${marks[state]}  ${says}`, ...(fix === undefined ? [] : [`         → ${fix}`])]
}
