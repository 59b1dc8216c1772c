/** POST /{page}/pass_thread_control and its kin, GET /{page}/thread_owner. */
import { bagOf, textOf } from './call.ts'
import type { AllowedCall, JsonBag } from './call.ts'
import { badParameter, GraphError, noMatchingUser } from './graph-error.ts'
import { changeOwner } from '../people/page-staff.ts'
import type { Page, Thread } from '../world/state.ts'
import { findPersonByPsid, openThread } from '../world/world.ts'
import { controllerOf, isOurs } from './graph-world.ts'
import type { GraphWorld } from './graph-world.ts'

export const threadControls = [
  'pass_thread_control',
  'take_thread_control',
  'release_thread_control',
  'request_thread_control',
  'extend_thread_control',
]

/** → `{success: true}`. Throws GraphError 100 (no such customer, no target), 2018300 (another app controls the thread). */
export function postThreadControl(
  world: GraphWorld,
  { params }: AllowedCall,
  { page, control }: { page: Page; control: string },
): JsonBag {
  const thread = requireThread(world, page, textOf(bagOf(params, 'recipient'), 'id'))
  const metadata = textOf(params, 'metadata') ?? ''
  if (control === 'request_thread_control') return { success: true }
  if (control === 'take_thread_control') {
    if (page.defaultApp !== world.appId)
      throw new GraphError({
        code: 10,
        status: 403,
        message: '(#10) Only the default app can take thread control',
      })
    thread.owner = world.appId
    return { success: true }
  }
  if (!isOurs(world, thread))
    throw new GraphError({ code: 2018300, message: '(#2018300) Another app is controlling this thread now.' })
  if (control === 'pass_thread_control') {
    const app = textOf(params, 'target_app_id')
    if (app === undefined) throw badParameter('The parameter target_app_id is required')
    changeOwner(world, thread, { app, type: 'pass_thread_control', metadata })
  }
  if (control === 'release_thread_control') thread.owner = undefined
  return { success: true }
}

export function getThreadOwner(world: GraphWorld, { params }: AllowedCall, page: Page): JsonBag {
  const thread = requireThread(world, page, textOf(params, 'recipient'))
  const controller = controllerOf(world, thread)
  return { data: controller === undefined ? [] : [{ thread_owner: { app_id: controller } }] }
}

function requireThread(world: GraphWorld, page: Page, psid: string | undefined): Thread {
  const person = psid === undefined ? undefined : findPersonByPsid(world, page, psid)
  if (person === undefined) throw noMatchingUser()
  return openThread(world, page, person)
}
