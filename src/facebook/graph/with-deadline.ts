import type { GraphCall } from './graph-call.ts'

/** Ends the call after its `deadlineMs`, or after `initialMs`. What the end means depends on how far the call got. */
export function withDeadline(
  call: GraphCall,
  {
    initialMs = 15_000,
    after = AbortSignal.timeout,
  }: { readonly initialMs?: number; readonly after?: (ms: number) => AbortSignal } = {},
): GraphCall {
  return function callWithinDeadline(request) {
    const ms = Math.ceil(request.deadlineMs ?? initialMs)
    const limit = ms > 0 ? after(ms) : AbortSignal.abort() // a deadline that is over must not let a byte leave
    const signal = request.signal === undefined ? limit : AbortSignal.any([request.signal, limit])
    return call({ ...request, signal })
  }
}
