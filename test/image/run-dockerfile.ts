import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { read, root } from '../source-files.ts'

export interface ImageOptions {
  /** Holds a folder a stage, each with the part of a container's root that the stage wrote. */
  readonly folder: string
  /** `install` runs npm as the Dockerfile says; `link` takes the packages of this project instead, in no time. */
  readonly packages: 'install' | 'link'
}

interface Stage {
  readonly folder: string
  workdir: string
}

/**
 * Runs FROM, WORKDIR, COPY and RUN of the Dockerfile without Docker. Returns the last stage's folder. Throws when a
 * command fails or a source of COPY is missing. Instructions that only describe the image change nothing here.
 */
export function runDockerfile({ folder, packages }: ImageOptions): string {
  const stages = new Map<string, Stage>()
  let stage: Stage = { folder, workdir: '/' }
  for (const [instruction, ...words] of instructionsOf(read('Dockerfile'))) {
    if (instruction === 'FROM') {
      const name = words[2] ?? 'image'
      stage = { folder: path.join(folder, name), workdir: '/' }
      const base = stages.get(words[0] ?? '')
      if (base !== undefined) {
        cpSync(base.folder, stage.folder, { recursive: true })
        stage.workdir = base.workdir
      }
      mkdirSync(path.join(stage.folder, 'usr/local/bin'), { recursive: true })
      stages.set(name, stage)
    } else if (instruction === 'WORKDIR') {
      stage.workdir = words[0] ?? '/'
      mkdirSync(path.join(stage.folder, stage.workdir), { recursive: true })
    } else if (instruction === 'COPY') copy(words, stage, stages)
    else if (instruction === 'RUN') run(words.join(' '), stage, packages)
  }
  return stage.folder
}

function instructionsOf(dockerfile: string): string[][] {
  const lines = dockerfile.replaceAll(/\\\n/g, ' ').split('\n')
  return lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split(/\s+/))
}

function copy(words: readonly string[], stage: Stage, stages: ReadonlyMap<string, Stage>): void {
  const from = stages.get(words[0]?.startsWith('--from=') ? words[0].slice('--from='.length) : '')
  const sources = words.slice(from === undefined ? 0 : 1, -1)
  const into = words.at(-1) ?? ''
  const target = path.join(stage.folder, stage.workdir, into)
  for (const source of sources) {
    const place = from === undefined ? path.join(root, source) : path.join(from.folder, source)
    const isFile = statSync(place).isFile()
    cpSync(place, isFile && into.endsWith('/') ? path.join(target, path.basename(place)) : target, {
      recursive: true,
      verbatimSymlinks: true,
    })
  }
}

function run(command: string, stage: Stage, packages: ImageOptions['packages']): void {
  const cwd = path.join(stage.folder, stage.workdir)
  if (command.startsWith('npm ci') && packages === 'link') {
    symlinkSync(path.join(root, 'node_modules'), path.join(cwd, 'node_modules'))
    return
  }
  const here = command.replaceAll(/(?<=\s)\/(?=app|usr|spool)/g, `${stage.folder}/`)
  const path0 = `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`
  const { status } = spawnSync('sh', ['-c', here], {
    cwd,
    env: { ...process.env, PATH: path0 },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`RUN ${command} ended with ${status}`)
  if (command.startsWith('npm ci') && !existsSync(path.join(cwd, 'node_modules')))
    throw new Error(`${command} installed nothing`)
}
