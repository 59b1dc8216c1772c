import test from 'ava'
import { storyboardSchema } from '../../console/api/storyboard.ts'
import { recordStoryboard } from '../../src/db/console/storyboard-uses.ts'
import { toFlow } from '../../src/storyboard/draw/flow.ts'
import { order } from '../storyboard/order-storyboard.ts'
import { openConsole } from './running-console.ts'

test.serial(
  'the storyboard is drawn with places for numbers, and what differs in the period is said',
  async (t) => {
    const { db, signedIn } = await openConsole(t)
    const viewer = await signedIn('viewer')
    const ask = async (from: number, to: number) =>
      storyboardSchema.parse((await viewer.ask(`/api/storyboard?from=${from}&to=${to}`)).json)
    t.deepEqual(await ask(0, 9_000), {})

    const boxes = toFlow(order.definition)
    await recordStoryboard(db, {
      name: order.name,
      version: 'old',
      flow: JSON.stringify(boxes.slice(1)),
      now: 2_000,
    })
    await recordStoryboard(db, { name: order.name, version: 'new', flow: JSON.stringify(boxes), now: 5_000 })
    const { drawing, ...said } = await ask(1_000, 9_000)
    t.deepEqual(said, { otherUntilMs: 5_000, unknownUntilMs: 2_000 })
    t.deepEqual((await ask(3_000, 4_000)).otherUntilMs, 5_000)
    const { drawing: _present, ...now } = await ask(6_000, 9_000)
    t.deepEqual(now, {})

    const scene = drawing?.boxes.find(({ id }) => id === 'order')
    const counts = scene?.rows.filter(({ tone }) => tone === 'count').map(({ question }) => question)
    t.deepEqual(counts, [undefined, undefined, 'order.size', 'order.cups', 'order.name'])
    for (const { x, y, height } of drawing?.boxes ?? [])
      t.true(x >= 0 && y >= 0 && y + height <= (drawing?.height ?? 0))
    for (const [index, row] of scene?.rows.entries() ?? [])
      t.true(index === 0 || row.y > (scene?.rows[index - 1]?.y ?? 0), 'rows lie below each other')
    t.is((await viewer.ask('/api/storyboard?from=x&to=5')).status, 422)
  },
)
