import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { imagesIn, pin, unpinnedIn } from '../../scripts/image-pins.ts'
import { read, root } from '../source-files.ts'

const digest = `sha256:${'a1'.repeat(32)}`
const dockerfile = 'FROM node:24.21.0-slim AS base\nFROM base AS build\nRUN true\n'
const compose =
  'services:\n  redis:\n    image: redis:7.2-bookworm\n  own:\n    image: pagebeat:${VERSION:-local}\n'

test('finds the images of others, and not our own stages and images', (t) => {
  t.deepEqual(imagesIn(dockerfile), ['node:24.21.0-slim'])
  t.deepEqual(imagesIn(compose), ['redis:7.2-bookworm'])
  t.deepEqual(imagesIn(read('Dockerfile')).length, 1)
  t.deepEqual(imagesIn(read('docker-compose.yml')).length, 2)
})

test('pins an image, and pins it again when its tag has moved', (t) => {
  const pinned = pin(dockerfile, new Map([['node:24.21.0-slim', digest]]))
  t.is(pinned, `FROM node:24.21.0-slim@${digest} AS base\nFROM base AS build\nRUN true\n`)
  const later = digest.replace('a1', 'b2')
  t.is(pin(pinned, new Map([['node:24.21.0-slim', later]])), pinned.replace(digest, later))
  t.deepEqual([unpinnedIn(dockerfile), unpinnedIn(pinned)], [['node:24.21.0-slim'], []])
})

test('writes nothing that is no digest', (t) => {
  for (const answer of ['', 'latest', 'sha256:12'])
    t.throws(() => pin(dockerfile, new Map([['node:24.21.0-slim', answer]])), {
      message: /no digest for node/,
    })
})

/** A repository with a Dockerfile, and a `docker` that answers with a digest and prints how it is called. */
function createRepository(t: ExecutionContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pagebeat-image-script-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const docker = `#!/bin/sh\ncase "$*" in *imagetools*) echo ${digest};; *) echo "docker $*";; esac\n`
  const files = {
    Dockerfile: dockerfile,
    'docker-compose.yml': compose,
    'package.json': '{ "version": "1.2.3" }',
    docker,
  }
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(folder, name), text, { mode: 0o755 })
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
    })
  git('init', '--quiet')
  git('add', '.')
  git('commit', '--quiet', '--message', 'first')
  return {
    folder,
    git,
    image(...args: readonly string[]) {
      const script = path.join(root, 'scripts', 'build-image.ts')
      const env = { PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` }
      return spawnSync(process.execPath, [script, ...args], { cwd: folder, env, encoding: 'utf8' })
    },
  }
}

test('a release needs pinned images, a clean tree and a tag; the image for this machine needs none of them', (t) => {
  const { folder, git, image } = createRepository(t)
  t.regex(image().stdout, /^docker build --tag pagebeat:local /)
  t.regex(
    image('--release').stderr,
    /node:24\.21\.0-slim, redis:7\.2-bookworm have no digest: run npm run image -- --pin/,
  )
  t.is(image('--pin').status, 0)
  t.true(
    readFileSync(path.join(folder, 'Dockerfile'), 'utf8').includes(`node:24.21.0-slim@${digest} AS base`),
  )
  t.true(
    readFileSync(path.join(folder, 'docker-compose.yml'), 'utf8').includes(`redis:7.2-bookworm@${digest}\n`),
  )
  t.regex(image('--release').stderr, /the working tree has changes/)
  git('commit', '--quiet', '--all', '--message', 'pin')
  t.regex(image('--release').stderr, /not tagged v1\.2\.3/)
  git('tag', 'v1.2.3')
  const released = image('--release')
  t.is(released.status, 0, released.stderr)
  t.regex(
    released.stdout,
    /^docker build --tag pagebeat:1\.2\.3 --label org\.opencontainers\.image\.version=1\.2\.3 /,
  )
})
