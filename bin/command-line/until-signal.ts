/** Resolves with the first SIGTERM, SIGINT or SIGHUP. A second one ends the process at once. */
export async function untilSignal(): Promise<NodeJS.Signals> {
  return await new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.once(signal, () => {
        process.on(signal, () => process.exit(130))
        resolve(signal)
      })
    }
  })
}
