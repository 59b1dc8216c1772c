import { parse } from 'yaml'
import { read } from '../source-files.ts'

/** A service of docker-compose.yml, its merged anchors included. */
export interface ComposeService {
  readonly image?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly networks?: readonly string[]
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly deploy?: { readonly replicas?: string }
  readonly mem_limit?: string
  readonly pids_limit?: number
  readonly read_only?: boolean
}

export const composeText = read('docker-compose.yml')

const { services }: { services: Readonly<Record<string, ComposeService>> } = parse(composeText, {
  merge: true,
})

export const composeServices = services
