/** `/api/not-understood`: what `pagebeat nlp review` finds, run in a process of its own. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import {
  notUnderstoodQuerySchema,
  type NotUnderstoodQuery,
  notUnderstoodSchema,
  patchQuerySchema,
} from '../api/not-understood.ts'
import type { AreaDeps, ReviewTexts } from './area-deps.ts'
import { answer } from './http/answer.ts'
import { ApiFailure, conflict, conflictSaying } from './http/api-failure.ts'
import { decodeQuery } from './http/decode.ts'
import { requireRole } from './http/require-role.ts'

const shownGroups = '40'
const shownExamples = '5'

export function createNotUnderstoodRoutes({ review }: AreaDeps): Router {
  const router = new Router()
  router.get('/api/not-understood', requireRole('viewer'), async (ctx: Context) => {
    const query = decodeQuery(ctx, notUnderstoodQuerySchema)
    const printed = await run(review, [
      ...argsOf(query),
      '--limit',
      shownGroups,
      '--examples',
      shownExamples,
      '--json',
    ])
    answer(ctx, notUnderstoodSchema, notUnderstoodSchema.parse(JSON.parse(printed)))
  })
  router.get('/api/not-understood/patch', requireRole('agent'), async (ctx: Context) => {
    const { accept, ...query } = decodeQuery(ctx, patchQuerySchema)
    const args = [...argsOf(query), '--examples', '20', '--patch', '--accept', ...accept.split(',')]
    const patch = await run(review, args)
    if (patch.trim() === '') throw conflict('nothing_new')
    ctx.attachment('storyboard.patch')
    ctx.type = 'text/x-diff; charset=utf-8'
    ctx.body = patch
  })
  return router
}

function argsOf({ days, page, language }: NotUnderstoodQuery): string[] {
  return [
    '--days',
    String(days),
    ...(page === 'all' ? [] : ['--page', page]),
    ...(language === 'all' ? [] : ['--language', language]),
  ]
}

async function run(review: ReviewTexts | undefined, args: readonly string[]): Promise<string> {
  if (review === undefined) throw conflict('no_storyboard')
  const result = await review(args)
  if (result.is === 'done') return result.printed
  throw result.is === 'busy'
    ? new ApiFailure(503, { code: 'busy', retryAfterSeconds: 5 })
    : conflictSaying('review_refused', result.says)
}
