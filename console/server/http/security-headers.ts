import type { Context, Next } from 'koa'

/** Pictures of customers and what they send lie at Facebook. */
const imagesOfFacebook = ['https://*.fbcdn.net', 'https://*.fbsbx.com', 'https://*.facebook.com']

/**
 * Forbids caching, framing, sniffing, scripts and styles in the page itself, and files from elsewhere but pictures of
 * Facebook. `pictureOrigins`: more origins of pictures.
 */
export function securityHeaders({
  isHttps,
  pictureOrigins,
}: {
  readonly isHttps: boolean
  readonly pictureOrigins: readonly string[]
}): (ctx: Context, next: Next) => Promise<void> {
  const pictures = ['data:', 'blob:', ...imagesOfFacebook, ...pictureOrigins].join(' ')
  const headers = {
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' ${pictures}; media-src 'self' ${pictures}; ` +
      "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; " +
      "frame-ancestors 'none'",
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(isHttps ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
  return async function withSecurityHeaders(ctx, next) {
    ctx.set(headers)
    await next()
  }
}
