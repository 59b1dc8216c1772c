/** The server to test against. `npm test` sets both variables, to servers of its own unless they were given. */
export function requireServerUrl(variable: 'REDIS_URL' | 'DATABASE_URL'): string {
  const url = process.env[variable]
  if (url) return url
  throw new Error(`${variable} is not set: run this through npm test, e.g. npm test -- <file>`)
}
