/**
 * The brand's decision service over HTTP: the whole context goes there as signed JSON, a bounded, validated response comes back.
 * Never throws: a hub that is slow, huge, silent, redirecting or answers nonsense is `silent`, with the reason. A hub that
 * fails again and again is left alone for a while, so that it delays nobody.
 */
import { createHmac } from 'node:crypto'
import { type Breaker, type BreakerOptions, createBreaker } from '../breaker.ts'
import { within } from '../within.ts'
import { TimedOutError } from '../errors.ts'
import { decodeHubResponse } from './hub-response.ts'
import type { CallHub, HubResponse, HubRequest } from './storyboard.ts'

export interface CallHubOptions {
  /** What `env:NAME` or `param:NAME` stands for; undefined when it is not set. */
  readonly resolve: (setting: string) => Promise<string | undefined> | string | undefined
  readonly fetch?: typeof fetch
  readonly clock?: () => number
  readonly breaker?: BreakerOptions
  /** What became of a call: for metrics and logs, without any content. */
  readonly onResponse?: (outcome: {
    readonly hub: string
    readonly silent?: string
    readonly ms: number
  }) => void
}

const maxResponseBytes = 65_536

export function createCallHub(options: CallHubOptions): CallHub {
  const { resolve, fetch: send = fetch, clock = Date.now, onResponse } = options
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
    const startedAt = clock()
    const pass = breakerOf(name).enter()
    const response = pass === undefined ? silent('breaker_open') : await ask(request, { resolve, send })
    if (!('silent' in response)) pass?.succeeded()
    else if (response.silent === 'not_configured') pass?.unjudged()
    else pass?.failed()
    onResponse?.({
      hub: name,
      ms: clock() - startedAt,
      ...('silent' in response ? { silent: response.silent } : {}),
    })
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
    const response = await send(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: deadline,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-pagebeat-hub': hub.name,
        'x-pagebeat-signature-256': signHub(body, secret),
      },
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      return silent(`status_${response.status}`)
    }
    const text = await readBounded(response)
    return text === undefined ? silent('too_large') : (decodeHubResponse(text) ?? silent('nonsense'))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return silent(deadline.aborted || error instanceof TimedOutError ? 'timeout' : 'unreachable')
  }
}

/** Value of `X-Pagebeat-Signature-256`. */
export function signHub(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

async function readBounded(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  if (response.body === null) return ''
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > maxResponseBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function silent(reason: string): HubResponse {
  return { silent: reason }
}
