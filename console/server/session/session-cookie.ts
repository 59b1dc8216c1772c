import type { Context } from 'koa'

export interface SessionCookie {
  read(ctx: Context): string | undefined
  write(ctx: Context, token: string, expiresTs: number): void
  clear(ctx: Context): void
}

/**
 * The cookie with the session's token. Scripts cannot read it, and other sites cannot send it with a change. With
 * https its name begins with `__Host-`: browsers take such a cookie only from this host itself, with `Secure`.
 */
export function createSessionCookie({ isHttps }: { readonly isHttps: boolean }): SessionCookie {
  const name = isHttps ? '__Host-pagebeat' : 'pagebeat'
  const flags = `Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`
  return {
    read(ctx) {
      const token = readCookie(ctx, name)
      return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined
    },
    write(ctx, token, expiresTs) {
      ctx.append('Set-Cookie', `${name}=${token}; ${flags}; Expires=${new Date(expiresTs).toUTCString()}`)
    },
    clear(ctx) {
      ctx.append('Set-Cookie', `${name}=; ${flags}; Max-Age=0`)
    },
  }
}

/** The cookie of this name; undefined when there is none, or more than one. */
export function readCookie(ctx: Context, name: string): string | undefined {
  const values = ctx
    .get('Cookie')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  return values.length === 1 ? values[0] : undefined
}
