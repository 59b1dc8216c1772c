/** Nothing to finish, and nobody to tell: `process.exit` may wait for ever for a thread of the compiler (nodejs/node#54918). */
export function endWithParent(): void {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
}
