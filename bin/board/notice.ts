/**
 * Tells operators in the pages of Bull Board what Bull Board does not: that Redis does not answer (it then shows "No
 * queues"), and that its numbers of finished jobs end where Redis keeps no more.
 */
import type { Context, Middleware } from 'koa'

interface NoticeOptions {
  readonly isRedisReady: () => boolean
  /** Throws when Redis does not answer. */
  readonly scrape: () => Promise<string>
  /** The most finished jobs that Redis keeps of a stage. */
  readonly kept: number
}

const trouble =
  'Redis does not answer. The queues below are missing or old. ' +
  'Check that Redis runs and that REDIS_URL is right. This page tries again by itself.'

/** Serves `/notice` (the text of the banner, or nothing) and `/notice.js`, which shows it. */
export function notices({ isRedisReady, scrape, kept }: NoticeOptions): Middleware {
  const hint = `Completed: at most the last ${kept} jobs of a stage, as Redis keeps no more. Totals are under Metrics.`
  return async function showNotices(ctx, next) {
    if (ctx.path === '/notice') ctx.body = (await answers({ isRedisReady, scrape })) ? '' : trouble
    else if (ctx.path === '/notice.js') {
      ctx.type = 'text/javascript'
      ctx.body = script(hint)
    } else {
      await next()
      addScript(ctx)
    }
  }
}

async function answers({ isRedisReady, scrape }: Pick<NoticeOptions, 'isRedisReady' | 'scrape'>) {
  if (!isRedisReady()) return false
  return await scrape().then(
    () => true,
    () => false,
  )
}

function addScript(ctx: Context): void {
  if (typeof ctx.body === 'string' && ctx.body.includes('</head>'))
    ctx.body = ctx.body.replace('</head>', '<script src="/notice.js" defer></script></head>')
}

/** Runs in the browser. Bull Board draws into its own element, so these two stay. */
function script(hint: string): string {
  return `
const banner = document.createElement('p')
banner.id = 'pagebeat-banner'
banner.setAttribute('role', 'alert')
banner.hidden = true
banner.style.cssText = 'position:fixed;z-index:9999;inset:128px 16px auto 16px;max-width:640px;margin:0 auto;padding:20px 24px;' +
  'border-radius:12px;background:#9f1239;color:#fff;font:600 16px/1.5 system-ui,sans-serif;box-shadow:0 8px 30px #0006'
const hint = document.createElement('p')
hint.id = 'pagebeat-hint'
hint.textContent = ${JSON.stringify(hint)}
hint.style.cssText = 'position:fixed;z-index:9998;inset:auto 0 0 0;margin:0;padding:6px 16px;background:#1f2937;' +
  'color:#e5e7eb;font:13px/1.4 system-ui,sans-serif;text-align:center'
async function look() {
  let text = 'The queue monitor does not answer. What is shown below is old.'
  try {
    const response = await fetch('/notice', { cache: 'no-store' })
    if (response.ok) text = await response.text()
  } catch {}
  if (banner.textContent !== text) banner.textContent = text
  banner.hidden = text === ''
  setTimeout(look, 5_000)
}
document.body.append(banner, hint)
document.body.style.paddingBottom = hint.offsetHeight + 'px'
look()
`
}
