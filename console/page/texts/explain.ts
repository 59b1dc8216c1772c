import type { ApiError } from '../../api/session.ts'
import type { Texts } from './shape.ts'
import { fill } from '../../../src/domain/phrase.ts'
import { textOf } from './texts.ts'

/** Why a request was refused. `status`: of the response; 0: there was none. */
export type Failure = ApiError & { readonly status?: number | undefined }

/**
 * Why the server refused, in the language of the page; its English where the page does not know the code. Empty: the
 * server said nothing.
 */
export function explain(
  { server, unreachable }: Pick<Texts, 'server' | 'unreachable'>,
  { error, says, values, status = 0 }: Failure,
): string {
  if (error === 'no_connection') return unreachable
  const known = textOf(server.refusals, error) ?? (status >= 500 ? server.refusals['failed'] : undefined)
  if (known === undefined) return says
  const words = Object.entries(values ?? {}).map(([name, value]) => [
    name,
    textOf(server.words, String(value)) ?? value,
  ])
  return fill(known, { says, ...Object.fromEntries(words) })
}

/** Why an act was refused: by Facebook's rules, or by the server. */
export function whyRefused(
  texts: Texts,
  { reason, says = '' }: { readonly reason?: string | undefined; readonly says?: string | undefined },
): string {
  const known = textOf(texts.reasons, reason)
  return known ?? texts.actFailed(explain(texts, { error: reason ?? '', says }) || (reason ?? ''))
}
