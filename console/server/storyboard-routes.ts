/** `/api/storyboard`: the drawing on which Insights show the numbers of scenes and questions. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { type KnownStoryboard, readStoryboards } from '../../src/db/console/storyboard-uses.ts'
import { decodeFlow } from '../../src/storyboard/draw/stored-flow.ts'
import { placeCounts } from '../../src/storyboard/draw/place-counts.ts'
import { storyboardQuerySchema, storyboardSchema } from '../api/storyboard.ts'
import type { AreaDeps } from './area-deps.ts'
import { answer } from './http/answer.ts'
import { decodeQuery } from './http/decode.ts'
import { requireRole } from './http/require-role.ts'

export function createStoryboardRoutes({ db }: Pick<AreaDeps, 'db'>): Router {
  const router = new Router()
  router.get('/api/storyboard', requireRole('viewer'), async (ctx: Context) => {
    const { from, to } = decodeQuery(ctx, storyboardQuerySchema)
    const known = await readStoryboards(db, { from, to })
    answer(ctx, storyboardSchema, known === undefined ? {} : describe(known, from))
  })
  return router
}

function describe({ now, uses }: KnownStoryboard, from: number) {
  const { name, sinceTs, version, flow } = now
  const boxes = decodeFlow(flow)
  const other = uses.findLastIndex((use) => use.version !== version)
  const first = uses.at(0)?.sinceTs ?? sinceTs
  return {
    ...(boxes.length === 0 ? {} : { drawing: { name, sinceTs, ...toPlain(placeCounts(boxes)) } }),
    ...(other === -1 ? {} : { otherUntilMs: uses[other + 1]?.sinceTs ?? sinceTs }),
    ...(first > from ? { unknownUntilMs: first } : {}),
  }
}

/** Lists of the schema may be changed by their owner. */
function toPlain({ boxes, ways, ...sizes }: ReturnType<typeof placeCounts>) {
  return {
    ...sizes,
    ways: [...ways],
    boxes: boxes.map(({ about, rows, ...box }) => ({
      ...box,
      about: [...about],
      rows: rows.map(({ lines, ...row }) => ({ ...row, lines: [...lines] })),
    })),
  }
}
