/**
 * The process ends as soon as its parent does. SIGKILL, as there is nothing to finish: `process.exit` may wait for a
 * thread of the compiler without an end (nodejs/node#54918).
 */
export function endWithParent(): void {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
}
