/** The Page itself, as its token sees it. */
import { property } from '../wire-values.ts'
import { idOf, notUnderstood, textOf } from './response-fields.ts'
import type { GraphCall, PageAccess } from './graph-call.ts'
import { graphPath } from './graph-path.ts'

export interface PageInfo {
  readonly id: string
  readonly name?: string
  /** Known only where it was asked for and may be seen. */
  readonly isPublished?: boolean
  /** What the person behind the token may do: MANAGE, MODERATE, CREATE_CONTENT … */
  readonly tasks?: readonly string[]
  /** The version of the Graph API that answered, v26.0: another than the one asked for once that has expired. */
  readonly apiVersion?: string
  /** Facebook's clock at its answer, ms. */
  readonly serverTimeMs?: number
}

export type PageInfoField = 'is_published' | 'tasks'

/**
 * Id and name, and what else is asked for. A field that the token may not see makes Facebook refuse all of them
 * (GraphRejectedError), so ask for `more` apart.
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
    lane: 'set_up',
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
