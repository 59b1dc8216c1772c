/**
 * True when the client ended the connection, was too slow or sent no HTTP. Pagebeat did not fail, and anyone could fill
 * the log with such errors.
 */
export function isClientFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return clientFaults.has(code) || code.startsWith('HPE_') // of Node's HTTP parser
}

const clientFaults = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ERR_HTTP_REQUEST_TIMEOUT'])
