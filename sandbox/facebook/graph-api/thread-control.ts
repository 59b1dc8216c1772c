/** POST /{page}/pass_thread_control and its kin, GET /{page}/thread_owner. */
import { changeOwner } from '../people/page-staff.ts'
import type { Page, Thread } from '../world/state.ts'
import { findPersonByPsid, openThread } from '../world/world.ts'
import { bagOf, requireText, textOf, type JsonBag, type PageCall } from './call.ts'
import { badParameter, GraphError, noMatchingUser } from './graph-error.ts'
import { controllerOf, isOurs, type GraphWorld } from './graph-world.ts'

export const threadControls = [
  'pass_thread_control',
  'take_thread_control',
  'release_thread_control',
  'request_thread_control',
  'extend_thread_control',
]

/** → `{success: true}`. Throws GraphError 100 (no such customer, no target), 2018300 (another app controls the thread). */
export function postThreadControl(world: GraphWorld, { params, page, path }: PageCall): JsonBag {
  const control = path[1]
  const thread = requireThread(world, page, textOf(bagOf(params, 'recipient'), 'id'))
  if (control === 'request_thread_control') return { success: true }
  if (control === 'take_thread_control') {
    if (page.defaultApp !== world.appId)
      throw new GraphError(10, '(#10) Only the default app can take thread control', { status: 403 })
    thread.owner = world.appId
    return { success: true }
  }
  if (!isOurs(world, thread))
    throw new GraphError(2018300, '(#2018300) Another app is controlling this thread now.')
  if (control === 'pass_thread_control') {
    const metadata = textOf(params, 'metadata') ?? ''
    const app = requireText(params, 'target_app_id')
    if (!/^\d+$/.test(app)) throw badParameter('Param target_app_id must be a valid app id')
    changeOwner(world, thread, { app, type: control, metadata })
  }
  if (control === 'release_thread_control') thread.owner = undefined
  return { success: true }
}

export function getThreadOwner(world: GraphWorld, { params, page }: PageCall): JsonBag {
  const thread = requireThread(world, page, textOf(params, 'recipient'))
  const controller = controllerOf(world, thread)
  return { data: controller === undefined ? [] : [{ thread_owner: { app_id: controller } }] }
}

function requireThread(world: GraphWorld, page: Page, psid: string | undefined): Thread {
  const person = psid === undefined ? undefined : findPersonByPsid(world, page, psid)
  if (person === undefined) throw noMatchingUser()
  return openThread(world, page, person)
}
