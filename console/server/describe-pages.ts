/** The health of a Page as the API tells it: what is wrong, and the command that ends it. */
import type { z } from 'zod'
import type { pageHealthSchema } from '../api/health.ts'
import type { PageHealth } from '../../src/db/console/health.ts'
import { phrase, tellTrouble } from './tell-trouble.ts'

export function describePage(found: PageHealth, name: string | undefined): z.infer<typeof pageHealthSchema> {
  const { pageId, isAdded, lastEventTs, checkedTs, check, pause, silence } = found
  return {
    pageId,
    isAdded,
    ...(name === undefined ? {} : { name }),
    ...(lastEventTs === undefined ? {} : { lastEventTs }),
    ...(checkedTs === undefined ? {} : { checkedTs }),
    ...(check === undefined ? {} : { check: describeCheck(check) }),
    ...(pause === undefined
      ? {}
      : {
          pause: {
            until: pause.untilMs,
            reason: pause.reason,
            ...tellTrouble(phrase(`pause_${pause.reason}`)),
            ...(pause.reason === 'token' ? { command: `pagebeat page token ${pageId}` } : {}),
          },
        }),
    ...(silence === undefined
      ? {}
      : {
          silence: {
            since: silence.sinceMs,
            ...tellTrouble(phrase('silence', { usualEvents: silence.usualEvents })),
            command: `pagebeat page check ${pageId}`,
          },
        }),
  }
}

/** A pause is told by itself: it may be over, or have begun since. */
function describeCheck({ ts, findings }: NonNullable<PageHealth['check']>) {
  const told = findings.filter(({ check }) => check !== 'paused')
  return {
    ts,
    fine: told.filter(({ state }) => state === 'ok').length,
    findings: told.flatMap(({ state, fix, ...finding }) =>
      state === 'ok' ? [] : [{ ...finding, state, ...(fix === undefined ? {} : { fix }) }],
    ),
  }
}
