import { enableCompileCache, flushCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Loading takes a second or two on a busy machine; every module in use is compiled by then. */
const settledMs = 5_000

/**
 * Modules loaded from here on come from the compile cache of the last process: loading takes a fifth to a third less
 * time. The cache lies beside the packages, since other users can write to the folder for temporary files. Where it
 * cannot be written, there is no cache. It is written after 5 s, so that a killed process leaves one too.
 */
export function startQuicklyNextTime(): void {
  enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/pagebeat', import.meta.url)))
  setTimeout(flushCompileCache, settledMs).unref()
}
