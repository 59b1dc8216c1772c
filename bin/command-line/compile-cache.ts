import { enableCompileCache, flushCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Loading takes a second or two on a machine under load; what is used is compiled by then. */
const settledMs = 5_000

/**
 * What is loaded from here on is taken as it was compiled by the process before: loading costs a fifth to a third less. It lies beside the
 * packages and not in the system's folder for temporary files, where others could write; where that cannot be written, nothing is kept. A
 * process that is killed keeps it too: it does not wait for its end.
 */
export function startQuicklyNextTime(): void {
  enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/pagebeat', import.meta.url)))
  setTimeout(flushCompileCache, settledMs).unref()
}
