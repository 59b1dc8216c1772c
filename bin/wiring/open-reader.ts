/** The reader of the operator's own. What it makes of the examples is kept in Redis. */
import { type ConnectionReport, workerConnection } from '../../queues/connection.ts'
import { createReader } from '../../src/nlp/reader/create-reader.ts'
import type { LearnReport } from '../../src/nlp/reader/learn-report.ts'
import type { Reader, ReaderFailure } from '../../src/nlp/reader/learned-reader.ts'
import { createReaderCache } from '../../src/redis/reader-cache.ts'
import type { Logger } from '../../src/telemetry/log.ts'
import type { ReaderConfig } from './reader-config.ts'

export interface OpenReader {
  readonly reader: Reader
  close(): void
}

export interface OpenReaderOptions {
  readonly redisUrl: string
  readonly prefix: string
  readonly trouble: ConnectionReport
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

export function openReader(
  config: ReaderConfig,
  { redisUrl, prefix, trouble, log }: OpenReaderOptions,
): OpenReader {
  const { perMinute, ...service } = config
  const limits = perMinute === undefined ? {} : { perMinute }
  if (config.kind === 'llm')
    return { reader: createReader({ ...service, ...limits }), close: () => undefined }
  // One of its own: the storyboard is learned before the worker has the other ones.
  const redis = workerConnection(redisUrl, trouble)
  const reader = createReader({
    ...service,
    ...limits,
    store: createReaderCache(redis, prefix),
    onLearned: (report) => tell(report, log),
    onTrouble: (reason, error) => tellTrouble({ reason, error }, log),
  })
  return { reader, close: () => redis.disconnect() }
}

function tell(report: LearnReport, log: OpenReaderOptions['log']): void {
  if (report.weight > 0) return log.info(report, 'the reader has learned the examples')
  log.warn(report, 'the reader would not improve the local provider on these examples: it is not asked')
}

function tellTrouble(
  { reason, error }: { readonly reason: ReaderFailure; readonly error: unknown },
  log: OpenReaderOptions['log'],
): void {
  if (reason === 'failed')
    return log.error(
      { err: error },
      'a mistake in Pagebeat: the examples are not read, and texts are read locally',
    )
  log.warn({ reason }, 'the reader does not read the examples: it is tried again, and texts are read locally')
}
