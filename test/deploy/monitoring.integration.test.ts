/** The alerts and the dashboard of deploy/ ask only for metrics that `pagebeat board` shows. */
import test, { type ExecutionContext } from 'ava'
import { parse } from 'yaml'
import { createTestRedis } from '../helpers/redis.ts'
import { headingsOf } from '../headings.ts'
import { read } from '../source-files.ts'
import { type KnownMetric, readKnownMetrics } from './known-metrics.ts'
import { parseExpression } from './promql.ts'

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: { readonly severity: string }
  readonly annotations: Readonly<Record<string, string>>
}

interface Panel {
  readonly id: number
  readonly title: string
  readonly type: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[]
}

const { groups }: { groups: readonly { name: string; rules: readonly Rule[] }[] } = parse(
  read('deploy/prometheus/pagebeat.rules.yml'),
)
const rules = groups.flatMap((group) => group.rules)
const { panels }: { panels: readonly Panel[] } = JSON.parse(read('deploy/grafana/pagebeat.json'))
const drawn = panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, legendFormat }) => ({ title, expr: withoutVariables(expr), legendFormat })),
)
const redis = await createTestRedis()
const known = await readKnownMetrics(redis)
test.after.always(() => redis.close())

/** Grafana puts a duration there. */
function withoutVariables(expr: string): string {
  return expr.replaceAll('$__rate_interval', '5m')
}

function metricOf(series: string): KnownMetric | undefined {
  // Prometheus itself says of each address whether it answered.
  if (series === 'up') return { series: ['up'], labels: ['job', 'instance'], isDeprecated: false }
  return [...known.values()].find((metric) => metric.series.includes(series))
}

function checkExpression(t: ExecutionContext, expr: string, where: string): void {
  const { metrics, groupedBy } = parseExpression(expr)
  t.true(metrics.length > 0, where)
  for (const { name, labels } of metrics) {
    const metric = metricOf(name)
    t.not(metric, undefined, `${where} asks for ${name}, which does not exist`)
    t.false(metric?.isDeprecated, `${where} asks for ${name}, which goes away`)
    for (const label of labels)
      t.true(metric?.labels.includes(label), `${where}: ${name} has no label ${label}`)
  }
  const all = metrics.flatMap(({ name }) => metricOf(name)?.labels ?? [])
  for (const label of groupedBy) t.true(all.includes(label), `${where}: no metric has the label ${label}`)
}

test('every alert asks for metrics and labels that exist', (t) => {
  t.true(rules.length > 15)
  for (const { alert, expr } of rules) checkExpression(t, expr, alert)
})

test('every alert has a name of its own, a severity, and says what happened and what to do', (t) => {
  t.is(new Set(rules.map(({ alert }) => alert)).size, rules.length)
  for (const { alert, expr, for: duration = '0m', labels, annotations } of rules) {
    t.regex(alert, /^Pagebeat[A-Z]\w+$/)
    t.regex(duration, /^\d+[mh]$/, alert)
    t.true(['critical', 'warning', 'info'].includes(labels.severity), alert)
    t.deepEqual(Object.keys(annotations), ['summary', 'description', 'runbook'], alert)
    const { summary = '', description = '' } = annotations
    t.true(summary.length <= 80 && description.length > 40, alert)
    const shown = parseExpression(expr).groupedBy
    for (const [, label = ''] of JSON.stringify(annotations).matchAll(/\$labels\.(\w+)/g))
      t.true(shown.includes(label), `${alert} shows ${label}, which its expression drops`)
  }
})

test('the runbook of every alert is a heading of the documents', (t) => {
  for (const { alert, annotations } of rules) {
    const [page = '', anchor = ''] = (annotations['runbook'] ?? '').split('#')
    t.true(headingsOf(page).includes(anchor), `${alert} leads to ${page}#${anchor}, which does not exist`)
  }
})

test('every panel asks for metrics and labels that exist, and shows labels that it has', (t) => {
  t.true(drawn.length > 25)
  for (const { title, expr, legendFormat } of drawn) {
    checkExpression(t, expr, title)
    const shown = parseExpression(expr).groupedBy
    for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
      t.true(shown.includes(label), `${title} shows ${label}, which its expression drops`)
  }
})

test('no two panels overlap or share an id', (t) => {
  t.is(new Set(panels.map(({ id }) => id)).size, panels.length)
  const taken = new Map<string, string>()
  for (const { title, gridPos } of panels) {
    t.true(gridPos.x + gridPos.w <= 24, title)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        t.is(taken.get(`${x},${y}`), undefined, `${title} lies on ${taken.get(`${x},${y}`)}`)
        taken.set(`${x},${y}`, title)
      }
    }
  }
})

test('the dashboard shows every metric, and the documents list every metric', (t) => {
  const shown = new Set(drawn.flatMap(({ expr }) => parseExpression(expr).metrics.map(({ name }) => name)))
  const listed = new Set(read('docs/reference/metrics.md').match(/\bpagebeat_\w+/g))
  for (const [name, { series, isDeprecated }] of known) {
    t.true(listed.has(name), `docs/reference/metrics.md does not list ${name}`)
    if (!isDeprecated)
      t.true(
        series.some((one) => shown.has(one)),
        `the dashboard does not show ${name}`,
      )
  }
  for (const name of listed) t.true(known.has(name) || metricOf(name) !== undefined, `there is no ${name}`)
})

test('an expression with a mistake is found', (t) => {
  for (const expr of ['sum(rate(a[5m])', 'rate(a)[5m', 'a{b=c}', 'mean(a)', ''])
    t.throws(() => parseExpression(expr), { message: /no expression/ }, expr)
  t.deepEqual(parseExpression('sum by (x) (rate(a_total{y="1",z=~"2"}[5m])) > on (x) b'), {
    metrics: [
      { name: 'a_total', labels: ['y', 'z'] },
      { name: 'b', labels: [] },
    ],
    groupedBy: ['x', 'x'],
  })
})
