/** The part of `fetch` that services of language understanding use. */
export type ServiceFetch = (
  url: string,
  init: {
    readonly method?: 'GET' | 'POST'
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly signal: AbortSignal
    /** A longer response is given up. */
    readonly longestBytes: number
  },
) => Promise<ServiceResponse>

export interface ServiceResponse {
  readonly status: number
  readonly headers?: { get(name: string): string | null }
  /** Undefined: it is longer than allowed. */
  text(): Promise<string | undefined>
}

/** Follows no redirect, and reads no more than `longestBytes`, after decompression. Throws what `fetch` does. */
export const boundedFetch: ServiceFetch = async (url, { longestBytes, ...init }) => {
  const response = await fetch(url, { ...init, redirect: 'manual' })
  return {
    status: response.status,
    headers: response.headers,
    text: () => readText(response, longestBytes),
  }
}

async function readText({ body }: Response, longestBytes: number): Promise<string | undefined> {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > longestBytes) return undefined // leaving the loop cancels the response
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
