import { InvalidArgumentError } from 'commander'

const pattern =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2})?)(?<zone>Z|[+-]\d{2}:\d{2})?)?$/

/** ms. A day alone begins at 00:00. Without a zone it is UTC. */
export function readTime(given: string): number {
  const { day, time = '00:00', zone = 'Z' } = pattern.exec(given.trim())?.groups ?? {}
  const ms = Date.parse(`${day}T${time}${zone}`)
  // A day that does not exist, as 30 February, is read as a later one.
  const isDay = day !== undefined && new Date(`${day}T00:00Z`).toJSON()?.startsWith(day)
  if (isDay && Number.isFinite(ms)) return ms
  throw new InvalidArgumentError(
    'It must be a time: 2026-12-24, 2026-12-24T18:00Z or 2026-12-24T18:00+01:00.',
  )
}
