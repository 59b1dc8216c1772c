import type { Command } from 'commander'
import { readConfig } from '../../src/config.ts'
import { serveIsolated } from '../../workers/isolate.ts'
import { openPipeline } from '../open-pipeline.ts'

/** The process that a worker starts for a job under suspicion; not for people. */
export function registerStep(program: Command): void {
  program.command('step', { hidden: true }).action(() => {
    const config = readConfig(process.env, { required: ['DATABASE_URL'] })
    serveIsolated(openPipeline({ databaseUrl: config.DATABASE_URL, poolSize: 2 }).stages)
  })
}
