/** One line of Prometheus text: `name{label="value"} number`. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/**
 * The samples of a text in Prometheus' exposition format 0.0.4. Throws at the first line that breaks its rules: every
 * family has one HELP and one TYPE before its samples, no series comes twice, buckets are cumulative and end with the
 * count. Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function parseExposition(text: string): readonly Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  const types = new Map<string, string>()
  const helped = new Set<string>()
  const closed = new Set<string>()
  const series = new Set<string>()
  const samples: Sample[] = []
  let current = ''
  for (const line of text.split('\n').filter(Boolean)) {
    const comment = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line)
    if (comment !== null) {
      const [, what, name = '', rest = ''] = comment
      const known = what === 'HELP' ? helped.has(name) : types.has(name)
      if (known || closed.has(name)) throw new Error(`twice: ${line}`)
      if (what === 'HELP') helped.add(name)
      else if (/^(?:counter|gauge|histogram|summary|untyped)$/.test(rest)) types.set(name, rest)
      else throw new Error(`no type: ${line}`)
      if (current !== name) closed.add(current)
      current = name
      continue
    }
    const sample = parseSample(line)
    const family =
      types.get(current) === 'histogram' ? sample.name.replace(/_(?:bucket|sum|count)$/, '') : sample.name
    if (family !== current || !helped.has(family)) throw new Error(`outside its family: ${line}`)
    const key = line.slice(0, line.lastIndexOf(' '))
    if (series.has(key)) throw new Error(`twice: ${line}`)
    series.add(key)
    samples.push(sample)
  }
  for (const [name, type] of types) if (type === 'histogram') checkHistogram(name, samples)
  return samples
}

function parseSample(line: string): Sample {
  const match = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line)
  if (match === null) throw new Error(`no sample: ${line}`)
  const [, name = '', labelText = '', number = ''] = match
  const labels: Record<string, string> = {}
  const rest = labelText.replaceAll(
    /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/g,
    (_all, label: string, value: string) => {
      if (label in labels) throw new Error(`label twice: ${line}`)
      labels[label] = value
      return ''
    },
  )
  if (rest !== '') throw new Error(`odd labels: ${line}`)
  const value = number === '+Inf' ? Infinity : Number(number)
  if (Number.isNaN(value)) throw new Error(`no number: ${line}`)
  return { name, labels, value }
}

function checkHistogram(name: string, samples: readonly Sample[]): void {
  const bySeries = new Map<string, Sample[]>()
  for (const sample of samples.filter((one) => one.name === `${name}_bucket`)) {
    const key = seriesOf(sample)
    bySeries.set(key, [...(bySeries.get(key) ?? []), sample])
  }
  for (const [key, buckets] of bySeries) {
    const bound = ({ labels }: Sample): number => (labels['le'] === '+Inf' ? Infinity : Number(labels['le']))
    const rising = buckets.every((bucket, index) => {
      const before = buckets[index - 1]
      return before === undefined || (bound(before) < bound(bucket) && before.value <= bucket.value)
    })
    const count = samples.find((one) => one.name === `${name}_count` && seriesOf(one) === key)
    const sum = samples.some((one) => one.name === `${name}_sum` && seriesOf(one) === key)
    const last = buckets.at(-1)
    if (!rising || !sum || last === undefined || bound(last) !== Infinity || last.value !== count?.value) {
      throw new Error(`not a histogram: ${name} ${key}`)
    }
  }
}

function seriesOf({ labels }: Sample): string {
  const { le: _le, ...others } = labels
  return JSON.stringify(Object.entries(others).toSorted(([one], [other]) => one.localeCompare(other)))
}
