import type { z } from 'zod'
import type { UserRole } from '../../src/domain/console-user.ts'

/** A route of the API as it is published: a test holds it equal to the routers. */
export interface ApiRoute {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As the router has it: `/api/conversations/:id`. */
  readonly path: `/api/${string}`
  /** The least role; `nobody`: it needs no session. */
  readonly role: UserRole | 'nobody'
  readonly says: string
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** The status when all goes well, and what the response then holds. */
  readonly status: 200 | 201 | 202 | 204 | 302
  readonly answer?: z.ZodType
  /** It holds events: their names, with the schema of the data of each. */
  readonly events?: Readonly<Record<string, z.ZodType>>
}
