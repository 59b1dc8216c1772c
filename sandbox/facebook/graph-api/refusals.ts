/** Acts that Facebook refuses for good, as it is asked to by a fault. Nothing has happened then. */
import type { GraphFaultName } from '../faults.ts'
import { bagOf, textOf, type AllowedCall } from './call.ts'
import { badParameter, GraphError } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'

const errors = {
  'refuse-private-reply': () => new GraphError(10903, '(#10903) This user cannot reply to this activity'),
  'refuse-control': () => badParameter('The target app cannot take this conversation'),
  'refuse-act': () => new GraphError(200, '(#200) Permissions error', { status: 403 }),
} as const satisfies Partial<Record<GraphFaultName, () => GraphError>>

/** Throws the GraphError of the fault that concerns this call, if it happens. */
export function refuseActs({ faults }: GraphWorld, call: AllowedCall): void {
  const fault = faultOf(call)
  if (fault !== undefined && faults.happens(fault, call.page?.id)) throw errors[fault]()
}

function faultOf({ method, path, params }: AllowedCall): keyof typeof errors | undefined {
  const [, edge] = path
  if (edge === 'messages') {
    const recipient = bagOf(params, 'recipient')
    const isPrivateReply = ['comment_id', 'post_id'].some((key) => textOf(recipient, key) !== undefined)
    return isPrivateReply ? 'refuse-private-reply' : undefined
  }
  if (edge === 'pass_thread_control') return 'refuse-control'
  if (edge === 'likes' || edge === 'blocked') return 'refuse-act'
  const isOnContent = method === 'DELETE' || textOf(params, 'is_hidden') !== undefined
  return edge === undefined && isOnContent ? 'refuse-act' : undefined
}
