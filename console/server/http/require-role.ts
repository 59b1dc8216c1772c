import type { Context, Next } from 'koa'
import { isRoleEnough, type SignedInUser, type UserRole } from '../../../src/domain/console-user.ts'
import { ApiFailure, signedOut } from './api-failure.ts'

/** Passes requests of users who have at least this role. 401 without a session, 403 with a lower role. */
export function requireRole(needed: UserRole): (ctx: Context, next: Next) => Promise<void> {
  return async function withRole(ctx, next) {
    const { role } = userOf(ctx)
    if (!isRoleEnough(role, needed))
      throw new ApiFailure(403, {
        code: 'role_too_low',
        values: { needed, role },
      })
    await next()
  }
}

/** The user who is signed in. Throws ApiFailure (401). */
export function userOf(ctx: Context): SignedInUser {
  const user: SignedInUser | undefined = ctx.state['user']
  if (user === undefined) throw signedOut()
  return user
}
