/** Metrics as a Prometheus would see them. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** The samples of a text in Prometheus' exposition format; whether it keeps the format's rules is not asked here. */
export function readExposition(text: string): readonly Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labelText = '', number = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (name === undefined) return []
    const pairs = [...labelText.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)]
    const labels = Object.fromEntries(pairs.map(([, label = '', value = '']) => [label, value]))
    return [{ name, labels, value: Number(number) }]
  })
}

/** Of all processes together, by the value of one label. */
export function sumBy(
  samples: readonly Sample[],
  { name, label }: { readonly name: string; readonly label: string },
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const sample of samples.filter((each) => each.name === name)) {
    const value = sample.labels[label] ?? ''
    sums.set(value, (sums.get(value) ?? 0) + sample.value)
  }
  return sums
}

/** What was counted between two readings of the same counters. */
export function countedSince(before: readonly Sample[], after: readonly Sample[]): readonly Sample[] {
  const seriesOf = ({ name, labels }: Sample): string => `${name} ${JSON.stringify(labels)}`
  const earlier = new Map(before.map((sample) => [seriesOf(sample), sample.value]))
  return after.map((sample) => ({ ...sample, value: sample.value - (earlier.get(seriesOf(sample)) ?? 0) }))
}
