import { createGraph, type Graph, type GraphOptions } from '../../src/facebook/graph/compose.ts'
import type { PageTokens } from '../../src/db/pages/page-tokens.ts'
import type { Logger } from '../../src/telemetry/log.ts'

export interface GraphConfig {
  readonly graphUrl: string
  readonly graphVersion: string
  readonly appSecret: string
}

/** The Graph client of a worker. A token that Facebook refuses is read again from the table before the Page is paused. */
export function openGraph(
  { graphUrl: url, graphVersion: version, appSecret }: GraphConfig,
  {
    tokens,
    log,
    ...options
  }: Pick<GraphOptions, 'gate' | 'now' | 'onServerTime'> & {
    readonly tokens: PageTokens
    readonly log: Pick<Logger, 'warn'>
  },
): Graph {
  return createGraph({
    url,
    version,
    appSecret,
    ...options,
    readToken(pageId) {
      tokens.forget(pageId)
      return tokens.find(pageId)
    },
    onGateError: (error) =>
      log.warn(
        { reason: error instanceof Error ? error.name : 'unknown' },
        'cannot store the pause of a Page: other workers go on calling',
      ),
  })
}
