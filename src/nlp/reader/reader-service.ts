import { boundedFetch, type ServiceFetch } from '../service/bounded-fetch.ts'
import { createServiceGate, type ServiceGate, type ServiceGateOptions } from '../service/service-gate.ts'

/** How readers reach their service. */
export interface ReaderService {
  readonly model: string
  /** Address and model: what another source made is of no use. */
  readonly source: string
  readonly gate: ServiceGate
  readonly call: ReaderCall
}

export type ReaderCall = (
  path: '/embeddings' | '/chat/completions',
  request: { readonly body: object; readonly signal: AbortSignal; readonly longestBytes: number },
) => ReturnType<ServiceFetch>

export interface ReaderServiceOptions extends ServiceGateOptions {
  /** `http://127.0.0.1:8080/v1`: the API's address, without `/` at its end. */
  readonly url: string
  readonly model: string
  readonly token?: string | undefined
  readonly fetch?: ServiceFetch
}

export function createReaderService({
  url,
  model,
  token,
  fetch = boundedFetch,
  ...limits
}: ReaderServiceOptions): ReaderService {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  return {
    model,
    source: `${url} ${model}`,
    gate: createServiceGate(limits),
    call: (path, { body, ...rest }) =>
      fetch(`${url}${path}`, { ...rest, method: 'POST', headers, body: JSON.stringify(body) }),
  }
}
