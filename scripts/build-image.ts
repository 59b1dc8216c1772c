/**
 * `npm run image`: builds the image `pagebeat:local`, which docker-compose.yml runs. Needs Docker.
 * `npm run image -- --pin`: asks the registry for today's digests of the base images and writes them into the Dockerfile and
 * docker-compose.yml. Commit the result.
 * `npm run image -- --release`: builds `pagebeat:<version>` from a tagged commit. Refuses images without a digest, because the same
 * tag may name another image tomorrow.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { imagesIn, pin, unpinnedIn } from './image-pins.ts'

const root = process.cwd()
const files = ['Dockerfile', 'docker-compose.yml'].map((name) => path.join(root, name))
const { values } = parseArgs({ options: { pin: { type: 'boolean' }, release: { type: 'boolean' } } })

if (values.pin === true) pinImages()
else if (values.release === true) buildRelease()
else build(['--tag', 'pagebeat:local'])

function pinImages(): void {
  const digests = new Map(
    files.flatMap((file) => imagesIn(read(file))).map((image) => [image, digestOf(image)]),
  )
  for (const file of files) writeFileSync(file, pin(read(file), digests))
  for (const [image, digest] of digests) console.log(`${image}@${digest}`)
}

function digestOf(image: string): string {
  return output('docker', ['buildx', 'imagetools', 'inspect', image, '--format', '{{.Manifest.Digest}}'])
}

function buildRelease(): void {
  const unpinned = files.flatMap((file) => unpinnedIn(read(file)))
  if (unpinned.length > 0)
    fail(
      `${unpinned.join(', ')} ${unpinned.length === 1 ? 'has' : 'have'} no digest: run npm run image -- --pin, and commit`,
    )
  if (output('git', ['status', '--porcelain']) !== '') fail('the working tree has changes: commit them first')
  const { version } = JSON.parse(read(path.join(root, 'package.json')))
  const tags = output('git', ['tag', '--points-at', 'HEAD']).split('\n')
  if (!tags.includes(`v${version}`))
    fail(`this commit is not tagged v${version}: run npm run release -- ${version}`)
  const revision = output('git', ['rev-parse', 'HEAD'])
  const about = { version, revision }
  const labels = Object.entries(about).flatMap(([name, value]) => [
    '--label',
    `org.opencontainers.image.${name}=${value}`,
  ])
  build(['--tag', `pagebeat:${version}`, ...labels])
}

function build(options: readonly string[]): void {
  const { status, error } = spawnSync('docker', ['build', ...options, root], { stdio: 'inherit' })
  if (error !== undefined) fail(`docker did not start: ${error.message}`)
  process.exitCode = status ?? 1
}

function output(command: string, args: readonly string[]): string {
  return execFileSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim()
}

function read(file: string): string {
  return readFileSync(file, 'utf8')
}

function fail(problem: string): never {
  console.error(problem)
  process.exit(1)
}
