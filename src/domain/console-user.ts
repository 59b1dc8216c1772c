/** The roles of the console's users, from the least to the most. Each may do what those before it may. */
export const userRoles = ['viewer', 'agent', 'admin'] as const
export type UserRole = (typeof userRoles)[number]

/** A user of the console who is signed in. Ids are digits. */
export interface SignedInUser {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: UserRole
  readonly sessionId: string
}

export function isUserRole(value: unknown): value is UserRole {
  return userRoles.some((role) => role === value)
}

/** True when a user with the role `has` may do what needs the role `needs`. */
export function isRoleEnough(has: UserRole, needs: UserRole): boolean {
  return userRoles.indexOf(has) >= userRoles.indexOf(needs)
}
