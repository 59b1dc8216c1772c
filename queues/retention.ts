/**
 * How many finished jobs stay to look at on the board. Bounded in count and in size: a job larger than `keepBelowChars`
 * is removed as soon as it is done, so a queue keeps at most `count × keepBelowChars`.
 */
export interface JobRetention {
  readonly count: number
  readonly keepBelowChars: number
}

export const keepForQueueMonitor: JobRetention = { count: 100, keepBelowChars: 64 * 1024 }
