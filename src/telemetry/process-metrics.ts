import { Gauge } from 'prom-client'
import { registry } from './registry.ts'

const registers = [registry]

/** A part of `metrics` (`metrics.ts`): the process itself. */
export const processMetrics = {
  processStart: new Gauge({
    name: 'pagebeat_process_start_time_seconds',
    help: 'Start time of the process; count it by role to see the live processes',
    registers,
  }),
  processInfo: new Gauge({
    name: 'pagebeat_process_info',
    help: 'Always 1: the version of the process, and the stages that it runs',
    labelNames: ['version', 'stages'],
    registers,
  }),
  processMemory: new Gauge({
    name: 'pagebeat_process_memory_bytes',
    help: 'Resident memory of the process',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  }),
} as const
