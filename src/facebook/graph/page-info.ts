/** The Page as its token sees it. */
import { property } from '../wire-values.ts'
import { idOf, notUnderstood, textOf } from './response-fields.ts'
import type { GraphCall, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

export interface PageInfo {
  readonly id: string
  readonly name?: string
  /** Known only if it was asked for and the token may see it. */
  readonly isPublished?: boolean
  /** What the user behind the token may do: MANAGE, MODERATE, CREATE_CONTENT … */
  readonly tasks?: readonly string[]
  /** The version that served the call, v26.0. It is not the one in the request once that has expired. */
  readonly apiVersion?: string
  /** Facebook's clock at its response, ms. */
  readonly serverTimeMs?: number
}

export type PageInfoField = 'is_published' | 'tasks'

/**
 * Id and name, and the fields of `more`. Facebook refuses all fields (GraphRejectedError) if the token may not see
 * one of them, so ask for `more` in a call of its own.
 */
export async function findPage(
  call: GraphCall,
  access: PageAccess,
  { more = [] }: { readonly more?: readonly PageInfoField[] } = {},
): Promise<PageInfo> {
  const { body, apiVersion, serverTimeMs } = await call({
    method: 'GET',
    path: graphPath(access.pageId),
    query: { fields: ['id', 'name', ...more].join(',') },
    access,
    lane: 'settings',
  })
  const id = idOf(body, 'id')
  if (id === undefined) throw notUnderstood('no_id')
  const published = property(body, 'is_published')
  const tasks = property(body, 'tasks')
  const name = textOf(body, 'name')
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(typeof published === 'boolean' ? { isPublished: published } : {}),
    ...(Array.isArray(tasks) ? { tasks: tasks.filter((task) => typeof task === 'string') } : {}),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(serverTimeMs === undefined ? {} : { serverTimeMs }),
  }
}
