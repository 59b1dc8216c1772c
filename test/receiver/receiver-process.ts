import { type RunningProgram, startPagebeat } from '../helpers/running-program.ts'
import { appSecret, verifyToken } from './http.ts'

/** What a receiver on a free port of loopback needs. It gets no database. */
export function receiverEnv(
  redisUrl: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    REDIS_URL: redisUrl,
    FACEBOOK_APP_SECRET: appSecret,
    FACEBOOK_VERIFY_TOKEN: verifyToken,
    ...more,
  }
}

/** A receiver that listens, and its port. */
export async function startReceiverProcess(
  redisUrl: string,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningProgram & { readonly port: number }> {
  const command = startPagebeat(['receive'], receiverEnv(redisUrl, more))
  const [, port] = await command.until(/"port":(\d+)/)
  return { ...command, port: Number(port) }
}
