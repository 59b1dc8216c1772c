/**
 * How many finished jobs the queue monitor can show. A job of `keepBelowChars` or more is removed as soon as it is
 * done, so a queue keeps at most `count × keepBelowChars`.
 */
export interface JobRetention {
  readonly count: number
  readonly keepBelowChars: number
}

export const keepForQueueMonitor: JobRetention = { count: 100, keepBelowChars: 64 * 1024 }
