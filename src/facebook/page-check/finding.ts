/** One thing that was looked at, in plain words. */
export interface Finding {
  /** Stable, for --json: `token_valid`, `page_fields` … */
  readonly check: string
  /** `unsure`: Facebook does not tell, or it will matter later; that alone does not fail the check. */
  readonly state: 'ok' | 'wrong' | 'unsure'
  readonly says: string
  /** What to do about it. */
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

/** As lines for a terminal; the fix below what it is for. */
export function toLines({ state, says, fix }: Finding): string[] {
  return [`  ${marks[state]}  ${says}`, ...(fix === undefined ? [] : [`         → ${fix}`])]
}
