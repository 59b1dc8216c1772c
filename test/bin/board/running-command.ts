import { startPagebeat } from '../../helpers/running-program.ts'

/** A `pagebeat` command as a process of its own. */
export interface RunningCommand {
  /** The port it logged that it listens on, 0 for one that does not listen. */
  readonly port: number
  /** SIGTERM, then its exit status. */
  stop(): Promise<number | null>
}

/** Resolves when the command logs that it is up; rejects with its output when it ends instead. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RunningCommand> {
  const command = startPagebeat(args, env)
  const [, port = '0'] = await command.until(/"port":(\d+).*\n|"working"/)
  return { port: Number(port), stop: () => command.stop() }
}
