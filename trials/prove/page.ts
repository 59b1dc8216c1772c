/** The results as one page without scripts: a table, and for each case its charts with the trouble marked. */
import type { CaseResult } from './run-case.ts'
import type { Trouble } from './scene.ts'

const width = 900
const height = 90

export function pageOf(results: readonly CaseResult[]): string {
  const rows = results.map(
    ({
      name,
      promise,
      seed,
      holds,
      verdict,
    }) => `<tr class="${holds ? 'yes' : 'no'}"><td><a href="#${name}-${seed}">${name}</a></td>
      <td>${escape(promise)}</td><td>${(verdict.recoveredMs / 1_000).toFixed(1)} s</td>
      <td>${verdict.logRate.lines}</td><td>${holds ? 'yes' : 'no'}</td></tr>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Pagebeat: promises under faults</title><style>
body { font: 15px/1.45 system-ui, sans-serif; max-width: 960px; margin: 2rem auto; padding: 0 1rem; color: #1c2430 }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .3rem .5rem; border-bottom: 1px solid #d8dee6 }
.no { background: #fde8e6 } svg { width: 100%; height: auto; display: block } h2 { margin-top: 2.5rem }
figure { margin: .6rem 0 } figcaption { color: #55606e; font-size: 13px } li { color: #a3241a }
</style><h1>Promises under faults</h1><p>Shaded: the trouble. Each case says what was promised and what was seen.</p>
<table><tr><th>case</th><th>promise</th><th>went on after</th><th>log lines/s</th><th>holds</th></tr>${rows.join('')}</table>
${results.map((result) => section(result)).join('\n')}</html>\n`
}

function section(result: CaseResult): string {
  const { name, seed, promise, verdict, samples, acks, refusals, troubles } = result
  const from = samples[0]?.at ?? 0
  const to = samples.at(-1)?.at ?? from + 1
  const plot = (title: string, points: readonly (readonly [number, number])[], unit: string): string =>
    figure(`${title} (${unit})`, points, { from, to, troubles })
  const lines = verdict.lines.map(
    ([key, value]) => `<tr><td>${escape(key)}</td><td>${escape(String(value))}</td></tr>`,
  )
  const head = `<h2 id="${name}-${seed}">${name}</h2><p>${escape(promise)}. Seed ${escape(seed)}.</p>
<ul>${verdict.failures.map((failure) => `<li>${escape(failure)}</li>`).join('')}</ul>`
  const table = `<table>${lines.join('')}</table>`
  if (samples.length === 0) return head + table // a trial of its own
  return `${head}
${plot('reactions acked', perSecond(acks, from, to), 'a second')}
${plot('attempts refused', perSecond(refusals, from, to), 'a second')}
${plot('rows stored', growth(samples.map(({ at, rows }) => [at, rows])), 'a second')}
${plot('replies seen', growth(samples.map(({ at, replies }) => [at, replies])), 'a second')}
${plot(
  'memory of the receiver',
  samples.map(({ at, receiverMiB }) => [at, receiverMiB]),
  'MiB',
)}
${plot(
  'memory of the workers',
  samples.map(({ at, workersMiB }) => [at, workersMiB]),
  'MiB',
)}
${table}`
}

interface Span {
  readonly from: number
  readonly to: number
  readonly troubles: readonly Trouble[]
}

function figure(
  title: string,
  points: readonly (readonly [number, number])[],
  { from, to, troubles }: Span,
): string {
  const most = Math.max(1, ...points.map(([, value]) => value))
  const x = (at: number): string => (((at - from) / (to - from)) * width).toFixed(1)
  const y = (value: number): string => (height - (value / most) * (height - 6)).toFixed(1)
  const bands = troubles.map((trouble) => {
    const wide = Math.max(3, Number(x(Math.min(trouble.to, to))) - Number(x(trouble.from)))
    return `<rect x="${x(trouble.from)}" y="0" width="${wide}" height="${height}" fill="#f6c9a8"><title>${escape(trouble.what)}</title></rect>`
  })
  const line = points.map(([at, value]) => `${x(at)},${y(value)}`).join(' ')
  return `<figure><figcaption>${title}, at most ${Math.round(most)}</figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">${bands.join('')}
<polyline points="${line}" fill="none" stroke="#1f5fbf" stroke-width="2"/></svg></figure>`
}

function perSecond(times: readonly number[], from: number, to: number): (readonly [number, number])[] {
  const counts = Array.from({ length: Math.max(1, Math.ceil((to - from) / 1_000)) }, () => 0)
  for (const at of times) {
    const index = Math.floor((at - from) / 1_000)
    if (index in counts) counts[index] = (counts[index] ?? 0) + 1
  }
  return counts.map((count, index) => [from + index * 1_000, count])
}

/** Where a value is not known, the line goes on from the last one that is. */
function growth(samples: readonly (readonly [number, number | undefined])[]): (readonly [number, number])[] {
  const known = samples.flatMap(([at, value]) => (value === undefined ? [] : [[at, value] as const]))
  return known.slice(1).map(([at, value], index) => {
    const [before, last] = known[index] ?? [at - 1, value]
    return [at, Math.max(0, ((value - last) * 1_000) / Math.max(1, at - before))]
  })
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
