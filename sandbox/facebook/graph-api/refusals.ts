/** Acts that Facebook refuses for good: by a fault, or those on one customer. Nothing has happened then. */
import type { GraphFaultName } from '../faults.ts'
import type { Page, PersonState } from '../world/state.ts'
import { findComment, findPersonByPsid, findPost } from '../world/world.ts'
import { bagOf, textOf, type AllowedCall } from './call.ts'
import { badParameter, GraphError } from './graph-error.ts'
import type { GraphWorld } from './graph-world.ts'

const errors = {
  'refuse-private-reply': () => new GraphError(10903, '(#10903) This user cannot reply to this activity'),
  'refuse-control': () => badParameter('The target app cannot take this conversation'),
  'refuse-act': () => new GraphError(200, '(#200) Permissions error', { status: 403 }),
} as const satisfies Partial<Record<GraphFaultName, () => GraphError>>

/** What a call does, in a storyboard's word, and to whom or what. */
interface Act {
  readonly verb: string
  /** PSID, or id of a comment or post. */
  readonly on: string | undefined
}

/** Throws a GraphError if a fault that concerns this call happens, or if the customer's state refuses the act. */
export function refuseActs(world: GraphWorld, call: AllowedCall): void {
  const act = actOf(call)
  const { page } = call
  if (act === undefined || page === undefined) return
  const fault = hadPrivateReply(world, act) ? undefined : faultOf(act)
  if (fault !== undefined && world.faults.happens(fault, page.id)) throw errors[fault]()
  if (customerOf(world, page, act.on)?.refused.includes(act.verb)) throw errors[fault ?? 'refuse-act']()
}

function actOf({ method, path, params }: AllowedCall): Act | undefined {
  const [id, edge] = path
  if (edge === 'messages') {
    const recipient = bagOf(params, 'recipient')
    const content = textOf(recipient, 'comment_id') ?? textOf(recipient, 'post_id')
    if (content !== undefined) return { verb: 'reply_privately', on: content }
    return textOf(params, 'sender_action') === undefined
      ? { verb: 'say', on: textOf(recipient, 'id') }
      : undefined
  }
  if (edge === 'pass_thread_control')
    return { verb: 'hand_over', on: textOf(bagOf(params, 'recipient'), 'id') }
  if (edge === 'blocked') return { verb: 'block', on: textOf(params, 'psid') }
  if (edge === 'likes') return { verb: 'like', on: id }
  if (edge === 'comments') return { verb: 'reply_publicly', on: id }
  if (edge !== undefined) return undefined
  if (method === 'DELETE') return { verb: 'delete', on: id }
  const isHidden = textOf(params, 'is_hidden')
  return isHidden === undefined ? undefined : { verb: isHidden === 'true' ? 'hide' : 'unhide', on: id }
}

function faultOf({ verb }: Act): keyof typeof errors | undefined {
  if (verb === 'say' || verb === 'reply_publicly') return undefined
  if (verb === 'reply_privately') return 'refuse-private-reply'
  return verb === 'hand_over' ? 'refuse-control' : 'refuse-act'
}

/** Facebook says so then, and of such content never that it takes none. */
function hadPrivateReply(world: GraphWorld, { verb, on = '' }: Act): boolean {
  if (verb !== 'reply_privately') return false
  return ((findComment(world, on) ?? findPost(world, on))?.privatelyRepliedAt ?? 0) > 0
}

function customerOf(world: GraphWorld, page: Page, id: string | undefined): PersonState | undefined {
  if (id === undefined) return undefined
  const author = (findComment(world, id) ?? findPost(world, id))?.author
  return author === undefined || author === 'page' ? findPersonByPsid(world, page, id) : author
}
