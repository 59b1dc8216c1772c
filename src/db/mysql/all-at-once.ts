import { DatabaseBusyError } from '../../errors.ts'

/**
 * The results of all reads, in their order. They go on at once; where the server has no connections left for that, one
 * after the other: the operator who asks then needs the response most.
 */
export async function allAtOnce<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const settled = await Promise.allSettled(items.map(read))
  const results: R[] = []
  for (const [index, one] of settled.entries()) {
    const item = items[index]
    if (one.status === 'fulfilled') results.push(one.value)
    else if (one.reason instanceof DatabaseBusyError && item !== undefined) results.push(await read(item))
    else throw one.reason
  }
  return results
}
