/**
 * Calls the brand's decision service over HTTP: it gets the whole context as signed JSON, and its response is bounded
 * and validated. Never throws: a hub without a usable response is `silent`, with the reason. A hub that fails several
 * times in a row is not called for a while, so that it does not delay replies.
 */
import { type Breaker, type BreakerOptions, createBreaker } from '../breaker.ts'
import type { HubSilence } from '../domain/reasons.ts'
import { TimedOutError } from '../errors.ts'
import { postSigned } from '../signed-post.ts'
import { within } from '../within.ts'
import { decodeHubResponse } from './hub-response.ts'
import type { CallHub, HubResponse, HubRequest } from './storyboard.ts'

export interface CallHubOptions {
  /** The value of `env:NAME` or `param:NAME`; undefined when it is not set. */
  readonly resolve: (setting: string) => Promise<string | undefined> | string | undefined
  readonly fetch?: typeof fetch
  readonly clock?: () => number
  readonly breaker?: BreakerOptions
}

export function createCallHub(options: CallHubOptions): CallHub {
  const { resolve, fetch: send = fetch, clock = Date.now } = options
  const breakers = new Map<string, Breaker>()

  function breakerOf(name: string): Breaker {
    const known = breakers.get(name)
    if (known !== undefined) return known
    const made = createBreaker({ openAfter: 5, openMs: 10_000, now: clock, ...options.breaker })
    breakers.set(name, made)
    return made
  }

  return async function callHub(request) {
    const { name } = request.hub
    const pass = breakerOf(name).enter()
    const response = pass === undefined ? silent('breaker_open') : await ask(request, { resolve, send })
    if (!('silent' in response)) pass?.succeeded()
    else if (response.silent === 'not_configured') pass?.unjudged()
    else pass?.failed()
    return response
  }
}

interface Sending {
  readonly resolve: CallHubOptions['resolve']
  readonly send: typeof fetch
}

async function ask(request: HubRequest, { resolve, send }: Sending): Promise<HubResponse> {
  const { hub, ...rest } = request
  const deadline = AbortSignal.timeout(hub.budgetMs)
  try {
    const [url, secret] = await within(
      hub.budgetMs,
      Promise.all([resolve(hub.url), resolve(hub.secret)]),
      'no address and secret of the hub',
    )
    if (url === undefined || secret === undefined || !URL.canParse(url)) return silent('not_configured')
    const body = JSON.stringify({ v: 1, hub: hub.name, ...rest })
    const response = await postSigned(
      { url, secret, body, headers: { 'x-pagebeat-hub': hub.name }, signal: deadline },
      send,
    )
    if (response.status !== 200) return silent(`status_${response.status}`)
    const { text } = response
    return text === undefined ? silent('too_large') : (decodeHubResponse(text) ?? silent('malformed'))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return silent(deadline.aborted || error instanceof TimedOutError ? 'timeout' : 'unreachable')
  }
}

function silent(reason: HubSilence): HubResponse {
  return { silent: reason }
}
