/** Why Redis refuses a command, by the code that its error begins with. */
export interface Refusal {
  readonly code: string
  /** What it means, for operators. */
  readonly meaning: string
  /** Another server takes writes now: this connection is of no use, and a new one may lead to that server. */
  readonly leadsElsewhere: boolean
}

const meanings: Readonly<Record<string, string>> = {
  READONLY: 'Redis is a read-only replica',
  MASTERDOWN: 'Redis is a replica that has lost its primary',
  LOADING: 'Redis is loading its data',
  NOREPLICAS: 'Redis takes no writes while too few replicas are connected (min-replicas-to-write)',
  MISCONF: 'Redis takes no writes because it cannot write to its disk',
  OOM: 'Redis is full',
  NOPERM: 'the user in REDIS_URL may not write the keys of Pagebeat',
  NOAUTH: 'Redis wants a password, and REDIS_URL has none',
  WRONGPASS: 'Redis refuses the user or the password in REDIS_URL',
}

const elsewhere: ReadonlySet<string> = new Set(['READONLY', 'MASTERDOWN', 'LOADING'])

/**
 * The refusal in an error of Redis; undefined for any other error. An error of a script begins with the code too, but
 * for Redis 6, which quotes it: `ERR Error running script (…): @user_script:1: -READONLY You can't write …`.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined
  const code = /^([A-Z]{3,})(?= |$)/.exec(error.message)?.[1]
  const quoted = code === 'ERR' ? / -([A-Z]{3,}) /.exec(error.message)?.[1] : code
  const meaning = quoted === undefined ? undefined : meanings[quoted]
  if (quoted === undefined || meaning === undefined) return undefined
  return { code: quoted, meaning, leadsElsewhere: elsewhere.has(quoted) }
}

/** The error of the client for a connection on which Redis did not respond for `socketTimeout`. */
export function isSilence(error: Error): boolean {
  return error.message.startsWith('Socket timeout')
}

/** The refusal of a server that says in INFO that it is a replica. */
export class ReplicaError extends Error {
  constructor() {
    super('READONLY the server is a replica')
  }
}
