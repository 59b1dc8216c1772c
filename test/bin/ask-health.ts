import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'

/** What the health socket of this worker says, as bin/health.pl asks it: `ok`, or what is wrong. */
export async function askHealth(pid: number): Promise<string> {
  return await text(connect(path.join(tmpdir(), `pagebeat-${pid}.sock`)))
}
