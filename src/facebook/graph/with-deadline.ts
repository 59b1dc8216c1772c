import type { GraphCall } from './graph-call.ts'

/** The call, given up when its `deadlineMs`, or `initialMs`, is over. What the giving up means depends on how far the call was. */
export function withDeadline(
  call: GraphCall,
  {
    initialMs = 15_000,
    after = AbortSignal.timeout,
  }: { readonly initialMs?: number; readonly after?: (ms: number) => AbortSignal } = {},
): GraphCall {
  return function callWithinDeadline(request) {
    const ms = Math.ceil(request.deadlineMs ?? initialMs)
    const limit = ms > 0 ? after(ms) : AbortSignal.abort() // what is over already must not get as far as a byte
    const signal = request.signal === undefined ? limit : AbortSignal.any([request.signal, limit])
    return call({ ...request, signal })
  }
}
