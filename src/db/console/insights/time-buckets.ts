/**
 * Times in buckets, each a fifth wider than the one before: bucket `n` holds what took up to 2^(n/4) ms. The published SQL
 * and the hours that were counted use the same ones, so both name the same percentiles.
 */

/** SQL of the bucket of a time in ms. */
export function bucketSql(ms: string): string {
  return `CEIL(4 * LOG2(GREATEST(${ms}, 1)))`
}

/** SQL of the upper end of a bucket, ms. */
export function msOfBucketSql(bucket: string): string {
  return `ROUND(POW(2, ${bucket} / 4))`
}

export function bucketOf(ms: number): number {
  return Math.ceil(4 * Math.log2(Math.max(ms, 1)))
}

export function msOfBucket(bucket: number): number {
  return Math.round(2 ** (bucket / 4))
}
