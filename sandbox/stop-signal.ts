/**
 * Resolves when this process is asked to stop (Ctrl-C, SIGTERM, a closed terminal) and keeps it alive until
 * then. From the first call on these signals no longer end the process, however often they come: npm, the shell and
 * the terminal may each send the same one.
 */
export function untilStopped(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
  const keepAlive = setInterval(() => undefined, 2 ** 30)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      clearInterval(keepAlive)
      resolve(signal)
    })
  }
  return promise
}
