import { readFileSync } from 'node:fs'
import test from 'ava'
import { variables } from '../src/config.ts'
import { stageNames } from '../workers/pipeline.ts'

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
const compose = read('docker-compose.yml')

/** The blocks under a key of the file by name, each with its lines; enough YAML for a file that keeps to two spaces a level. */
function blocksUnder(key: string): Readonly<Record<string, string>> {
  const section = new RegExp(`^${key}:\\n((?:(?: .*)?\\n)*)`, 'm').exec(`${compose}\n`)?.[1] ?? ''
  return Object.fromEntries(
    [...section.matchAll(/^ {2}([\w-]+):(.*\n(?:(?: {4}.*| *#.*)?\n)*)/gm)].map(([, name, block]) => [
      name,
      block ?? '',
    ]),
  )
}

const services = blocksUnder('services')
const publishing = Object.keys(services).filter((name) => /^ {4}ports:/m.test(services[name] ?? ''))

test('there is a service for each role and each stage', (t) => {
  t.deepEqual(
    Object.keys(services).toSorted(),
    ['board', 'mariadb', 'migrate', 'receiver', 'redis', ...stageNames].toSorted(),
  )
  for (const stage of stageNames) {
    t.true(services[stage]?.includes(`command: ['work', '${stage}']`), stage)
    t.regex(services[stage] ?? '', new RegExp(`replicas: \\$\\{${stage.toUpperCase()}_REPLICAS:-\\d\\}`))
  }
})

test('the receiver holds no database credentials and does not reach the database', (t) => {
  t.notRegex(services['receiver'] ?? '', /DATABASE|\*worker|tables/)
})

test('only the receiver and the board publish a port, the board on this machine only', (t) => {
  t.deepEqual(publishing.toSorted(), ['board', 'receiver'])
  t.regex(services['board'] ?? '', /- 127\.0\.0\.1:\$\{BOARD_PORT:-3001\}:3001/)
})

test('Redis loses nothing it acknowledged and evicts nothing', (t) => {
  const words = [...(services['redis'] ?? '').matchAll(/^ {6}- (.*)$/gm)].map(([, word]) => word).join(' ')
  t.regex(words, /--appendonly 'yes' --appendfsync always --maxmemory \S+ --maxmemory-policy noeviction/)
  t.regex(words, /redis-data:\/data/)
})

test('no secret stands in the file: each is asked for, by a name that .env.example has', (t) => {
  const asked = [...compose.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name ?? '')
  const example = read('.env.example')
  t.deepEqual([...new Set(asked)].toSorted(), [
    'BOARD_PASSWORD',
    'DATABASE_PASSWORD',
    'FACEBOOK_APP_SECRET',
    'FACEBOOK_VERIFY_TOKEN',
  ])
  for (const name of asked) t.regex(example, new RegExp(`^${name}=$`, 'm'))
  for (const [, name] of compose.matchAll(/\$\{(\w+):-/g)) {
    if (name !== 'PAGEBEAT_VERSION') t.regex(example, new RegExp(`^# ${name}=`, 'm'), name)
  }
})

test('every variable given to Pagebeat is one it knows', (t) => {
  const given = [...compose.matchAll(/^ {4,6}([A-Z]+_?[A-Z_]*): /gm)].map(([, name]) => name ?? '')
  t.true(given.length > 10)
  for (const name of given.filter((one) => !one.startsWith('MARIADB_'))) t.true(name in variables, name)
})

test('the image runs the Node of the lock file, as a user without rights', (t) => {
  const { devDependencies } = JSON.parse(read('package.json'))
  const dockerfile = read('Dockerfile')
  t.regex(dockerfile, new RegExp(`^ARG NODE_VERSION=${devDependencies.node.replaceAll('.', '\\.')}$`, 'm'))
  t.true(dockerfile.lastIndexOf('USER node') > dockerfile.lastIndexOf('RUN '))
  for (const instruction of ['STOPSIGNAL SIGTERM', 'ENTRYPOINT ["pagebeat"]', 'HEALTHCHECK '])
    t.true(dockerfile.includes(instruction))
})

test('what the image copies is what is not ignored, and nothing else', (t) => {
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--)(.*) \S+$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  )
  const kept = [...read('.dockerignore').matchAll(/^!(.*)$/gm)].map(([, name]) => name ?? '')
  t.deepEqual([...new Set(copied)].toSorted(), kept.toSorted())
  t.regex(read('.dockerignore'), /^\*$/m)
})
