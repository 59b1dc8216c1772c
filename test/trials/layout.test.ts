import test from 'ava'
import { composeWorkers, toLayout, workersOf } from '../../trials/layout.ts'
import { stageNames } from '../../src/domain/stage-name.ts'
import { composeServices } from '../deploy/compose-services.ts'

test('the layout compose has the workers of docker-compose.yml, each with its stage and its number', (t) => {
  const workers = Object.values(composeServices).flatMap(({ command, deploy }) => {
    const [role, ...stages] = command ?? []
    if (role !== 'work') return []
    return [{ stages, processes: Number(/:-(\d+)\}$/.exec(deploy?.replicas ?? '')?.[1]) }]
  })
  t.deepEqual(
    composeWorkers.map(({ stage, processes }) => ({ stages: [stage], processes })),
    workers,
  )
})

test('compose starts a process for each stage, one starts processes of all stages', (t) => {
  const compose = workersOf('compose', { workers: 9, only: stageNames })
  t.deepEqual(
    compose.map(({ name }) => name),
    ['parse', 'stitch 1', 'stitch 2', 'enrich', 'nlp', 'respond', 'receipts'],
  )
  t.true(compose.every(({ stages }) => stages.length === 1))
  const tracking = workersOf('compose', { workers: 9, only: ['parse', 'receipts'] })
  t.deepEqual(
    tracking.map(({ stages }) => stages),
    [['parse'], ['receipts']],
  )
  t.deepEqual(workersOf('one', { workers: 2, only: stageNames }), [
    { name: 'worker 1', stages: stageNames },
    { name: 'worker 2', stages: stageNames },
  ])
  t.throws(() => toLayout('two', 'one'), { message: '--layout must be compose or one' })
})
