import type { Context, Next } from 'koa'

type Middleware = (ctx: Context, next: Next) => Promise<void>

/**
 * Passes a change only if the queue monitor is writable, the request comes from its own page, and the change loses no
 * job. Bull Board could also empty queues, overwrite the data of a job (with the redacted one) and add jobs.
 */
export function requireHarmless({ writable }: { writable: boolean }): Middleware {
  return async function harmless(ctx, next) {
    if (ctx.method === 'GET' || ctx.method === 'HEAD') return await next()
    if (!writable)
      return refuse(
        ctx,
        405,
        'The queue monitor is read-only. To allow changes, start it with BOARD_WRITABLE=1',
      )
    if (!isOwnOrigin(ctx))
      return refuse(ctx, 403, 'The request does not come from the page of the queue monitor')
    const allowed = ctx.method === 'PUT' && harmlessChanges.some((path) => path.test(ctx.path))
    if (!allowed)
      return refuse(ctx, 403, 'The queue monitor does not allow this change, since it could lose deliveries')
    await next()
  }
}

const harmlessChanges = [
  /^\/queues\/api\/queues\/(?:pause|resume)$/,
  /^\/queues\/api\/queues\/[^/]+\/(?:pause|resume|promote)$/,
  /^\/queues\/api\/queues\/[^/]+\/retry\/failed$/,
  /^\/queues\/api\/queues\/[^/]+\/clean\/(?:completed|failed)$/,
  /^\/queues\/api\/queues\/[^/]+\/[^/]+\/(?:retry|promote|clean)$/,
]

/** Browsers send `Origin` with every change, and a page elsewhere cannot forge it. */
function isOwnOrigin(ctx: Context): boolean {
  const origin = ctx.get('Origin')
  return URL.canParse(origin) && new URL(origin).host === ctx.get('Host').toLowerCase()
}

function refuse(ctx: Context, status: number, error: string): void {
  ctx.status = status
  ctx.body = { error }
}

/** Forbids caching, framing, sniffing and files from elsewhere. Bull Board needs inline styles. */
export async function securityHeaders(ctx: Context, next: Next): Promise<void> {
  ctx.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  })
  await next()
}
