import { countFields, jobFields, numberFields, relationFields, unwantedFields } from './bullmq-keys.ts'

/** A job's hash as it is in Redis. Another program, an operator or a fault may have changed it. */
export type StoredFields = Readonly<Record<string, string>>

/** Why BullMQ could not read or finish a job. The words go into the dead letter. */
export const damages = {
  missing: 'only the id of the job is there',
  data: 'the data of the job are no JSON',
  options: 'the options of the job are not those of a job',
  numbers: 'a count or a time of the job is no number',
  relations: 'the job names a parent or a scheduler: Pagebeat has none',
} as const
export type Damage = keyof typeof damages

/** What is wrong with a stored job, apart from its data: they are parsed once only, when the job is made. */
export function damageOf(fields: StoredFields): Damage | undefined {
  if (fields[jobFields.data] === undefined && fields[jobFields.options] === undefined) return 'missing'
  if (relationFields.some((name) => Object.hasOwn(fields, name))) return 'relations'
  if (!numberFields.every((name) => isNumber(name, fields[name] ?? '0'))) return 'numbers'
  return areOptions(fields[jobFields.options]) ? undefined : 'options'
}

/** BullMQ adds to counts in Redis. A time may have decimals: a delay stays as it was given until the job is promoted. */
function isNumber(name: string, value: string): boolean {
  return (countFields.includes(name) ? /^-?\d{1,16}$/ : /^-?\d{1,16}(?:\.\d+)?$/).test(value)
}

/** The job in a form that BullMQ can read and finish. A damaged one has data that no stage decodes. */
export function readable(fields: StoredFields, damage: Damage | undefined): StoredFields {
  const kept = Object.entries(fields).filter(([name]) => !unwanted.has(name))
  if (damage === undefined) return Object.fromEntries(kept)
  const numbers = Object.fromEntries(numberFields.map((name) => [name, '0']))
  const name = fields[jobFields.deduplication]
  return {
    ...numbers,
    ...(name === undefined ? {} : { [jobFields.deduplication]: name }),
    [jobFields.data]: damagedData(damage),
    [jobFields.options]: optionsOfDamaged,
  }
}

const unwanted: ReadonlySet<string> = new Set(unwantedFields)

export function damagedData(damage: Damage): string {
  return JSON.stringify({ damaged: damage })
}

/** The damage that a worker has found in a job, from its data in place of the damaged ones. */
export function damageIn(data: Readonly<Record<string, unknown>>): Damage | undefined {
  const { damaged } = data
  return typeof damaged === 'string' && isDamage(damaged) ? damaged : undefined
}

function isDamage(word: string): word is Damage {
  return Object.hasOwn(damages, word)
}

const optionsOfDamaged = JSON.stringify({
  attempts: Number.MAX_SAFE_INTEGER,
  backoff: { type: 'custom' },
  removeOnComplete: true,
})

const inheritedNames = Object.getOwnPropertyNames(Object.prototype)

/** Whether BullMQ can act on these options. Options of a later version are no damage. */
function areOptions(json: string | undefined): boolean {
  if (json === undefined) return false
  try {
    const options: unknown = JSON.parse(json)
    if (!isRecord(options)) return false
    const { attempts, backoff, removeOnComplete, removeOnFail, stackTraceLimit } = options
    if (inheritedNames.some((name) => Object.hasOwn(options, name))) return false
    const isBackoff =
      backoff === undefined ||
      isCount(backoff) ||
      (isRecord(backoff) && ['custom', 'fixed', 'exponential'].includes(String(backoff['type'])))
    const areCounts = [attempts, stackTraceLimit].every((value) => value === undefined || isCount(value))
    return areCounts && isBackoff && isRetention(removeOnComplete) && isRetention(removeOnFail)
  } catch {
    return false
  }
}

function isRetention(value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean' || isCount(value)) return true
  return isRecord(value) && Object.values(value).every(isCount)
}

/** Redis rounds a large number. */
function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
