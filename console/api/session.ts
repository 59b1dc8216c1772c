/** Who is signed in, and what the page may offer them. */
import { z } from 'zod'

/** A viewer reads, with personal data masked. An agent also answers customers. An admin also mends and changes users. */
export const roleSchema = z.enum(['viewer', 'agent', 'admin'])
export type Role = z.infer<typeof roleSchema>

export const signInSchema = z.strictObject({
  email: z.string().min(3).max(254),
  password: z.string().min(1).max(1_000),
})

/** `GET /api/sign-in`, without a session: what the page offers. OpenID Connect begins at `/api/oidc/start?to=<path>`. */
export const signInWaysSchema = z.object({ password: z.boolean(), oidc: z.boolean() })
export type SignInWays = z.infer<typeof signInWaysSchema>

export const sessionSchema = z.object({
  user: z.object({ id: z.string(), email: z.string(), name: z.string(), role: roleSchema }),
  /** To be sent as the header `X-Pagebeat-Csrf` with every request that changes something. */
  csrf: z.string(),
  /** The Pages that have conversations. */
  pages: z.array(z.object({ pageId: z.string(), name: z.string().optional() })),
  /** Whether users sign in through the brand's identity provider. */
  isOidc: z.boolean(),
  /** The time of the server, ms. The page shows waiting times by it. */
  nowMs: z.number(),
})
export type Session = z.infer<typeof sessionSchema>

/** Every error of the API. `error` is a stable code, `says` is for people, in English. `values` stand in the text. */
export const apiErrorSchema = z.object({
  error: z.string(),
  says: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type ApiError = z.infer<typeof apiErrorSchema>
