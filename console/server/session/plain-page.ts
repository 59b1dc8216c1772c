import type { Context } from 'koa'

/** A page of text for a user who followed a link and cannot be signed in. It needs no script and no style. */
export function plainPage(
  ctx: Context,
  { status, title, says }: { readonly status: number; readonly title: string; readonly says: string },
): void {
  ctx.status = status
  ctx.type = 'text/html; charset=utf-8'
  ctx.body =
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>${escape(title)}</title><main><h1>${escape(title)}</h1><p>${escape(says)}</p>` +
    '<p><a href="/">Go to the console</a></p></main></html>'
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
