/**
 * How much is measured: `full` is for figures (under 8 minutes), `quick` for a first look, `smoke` only proves that it runs.
 * `untilCompiled`: events that are not measured. A process that has just begun costs up to a third more, the more so the
 * more code it has.
 */
const full = {
  acks: { rounds: 7, seconds: 3, distinct: 20_000 },
  tables: { rounds: 5, events: 20_000, plainEvents: 3_000, warmUp: 2_000, untilCompiled: 40_000 },
  latency: { seconds: 20, rates: [500, 1_000, 2_000] },
  growth: { rounds: 5, events: 20_000, rows: 2_000_000, people: 100_000 },
  versions: { rounds: 15, events: 20_000, untilCompiled: 40_000, rate: 500, seconds: 6 },
}

export type Sizes = typeof full

const quick: Sizes = {
  acks: { rounds: 3, seconds: 1.5, distinct: 10_000 },
  tables: { rounds: 3, events: 10_000, plainEvents: 1_500, warmUp: 1_000, untilCompiled: 30_000 },
  latency: { seconds: 8, rates: [500] },
  growth: { rounds: 3, events: 10_000, rows: 300_000, people: 50_000 },
  versions: { rounds: 8, events: 10_000, untilCompiled: 30_000, rate: 500, seconds: 4 },
}

const smoke: Sizes = {
  acks: { rounds: 1, seconds: 0.2, distinct: 100 },
  tables: { rounds: 1, events: 200, plainEvents: 100, warmUp: 100, untilCompiled: 100 },
  latency: { seconds: 0.5, rates: [100] },
  growth: { rounds: 1, events: 200, rows: 1_000, people: 100 },
  versions: { rounds: 1, events: 200, untilCompiled: 100, rate: 100, seconds: 0.5 },
}

export const sizes = { full, quick, smoke }
