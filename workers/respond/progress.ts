/** A step was done; there is nothing to do; or there is, but not before a time (ms since the epoch). */
export type Progress = 'done' | 'nothing' | { readonly waitUntil: number }
