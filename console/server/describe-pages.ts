/** The health of a Page as the API tells it: what is wrong, and the command that ends it. */
import type { z } from 'zod'
import type { pageHealthSchema } from '../api/health.ts'
import type { PageHealth } from '../../src/db/console/health.ts'
import type { PauseReason } from '../../src/domain/page-pause.ts'

const pauseSays: Readonly<Record<PauseReason, string>> = {
  token: 'Facebook refuses the access token. Messages wait until there is a new one.',
  policy_block: "Facebook blocks the Page for a breach of its policy. See the Page's support inbox.",
  throttled: 'Facebook allows no more calls. Messages wait, and are sent then.',
  near_limit: 'The calls are used up. Messages wait, and are sent then.',
}

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
            says: pauseSays[pause.reason],
            ...(pause.reason === 'token' ? { command: `pagebeat page token ${pageId}` } : {}),
          },
        }),
    ...(silence === undefined
      ? {}
      : {
          silence: {
            since: silence.sinceMs,
            says: `There is no event. In these hours of each of the last weeks there were ${silence.usualEvents} or more.`,
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
