import test from 'ava'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { parseExposition } from './exposition.ts'

test('reads what prom-client writes, odd labels included', async (t) => {
  const registers = [new Registry()]
  new Counter({ name: 'a_total', help: 'one\nline \\', labelNames: ['x'], registers }).inc(
    { x: 'q"u\\o\nte,}' },
    2,
  )
  const unused = new Gauge({ name: 'b', help: 'none yet', labelNames: ['x'], registers })
  unused.reset()
  new Histogram({ name: 'c', help: 'h', buckets: [1, 2], registers }).observe(1.5)
  const samples = parseExposition((await registers[0]?.metrics()) ?? '')
  t.deepEqual(samples[0], { name: 'a_total', labels: { x: String.raw`q\"u\\o\nte,}` }, value: 2 })
  t.deepEqual(
    samples.slice(1).map(({ name, value }) => [name, value]),
    [['c_bucket', 0], ['c_bucket', 1], ['c_bucket', 1], ['c_sum', 1.5], ['c_count', 1]],
  ) // prettier-ignore
})

test('refuses what is not in the format', (t) => {
  const head = '# HELP a h\n# TYPE a gauge\n'
  for (const text of [
    'a 1\n',
    `${head}a 1`,
    `${head}a 1\na 1\n`,
    `${head}a{x="1" 1\n`,
    `${head}a one\n`,
    `${head}${head}a 1\n`,
    `${head}b 1\n`,
    `${head}a{x="a"b"} 1\n`,
    '# HELP h x\n# TYPE h histogram\nh_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n',
  ]) {
    t.throws(() => parseExposition(text), undefined, text)
  }
})
