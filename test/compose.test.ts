import { execFileSync } from 'node:child_process'
import test from 'ava'
import { imagesIn } from '../scripts/image-pins.ts'
import { variables } from '../src/config.ts'
import { stageNames } from '../src/domain/stage-name.ts'
import { composeServices, composeText } from './deploy/compose-services.ts'
import { read } from './source-files.ts'

const services = Object.entries(composeServices)
const ofPagebeat = services.filter(([, { image }]) => image?.startsWith('pagebeat:'))
const publishing = services.filter(([, { ports }]) => ports !== undefined).map(([name]) => name)

test('there is a service for each role and each stage', (t) => {
  t.deepEqual(
    Object.keys(composeServices).toSorted(),
    ['board', 'console', 'mariadb', 'migrate', 'receiver', 'redis', ...stageNames].toSorted(),
  )
  for (const stage of stageNames) {
    t.deepEqual(composeServices[stage]?.command, ['work', stage])
    const replicas = new RegExp(`^\\$\\{${stage.toUpperCase()}_REPLICAS:-\\d\\}$`)
    t.regex(composeServices[stage]?.deploy?.replicas ?? '', replicas)
  }
})

test('the receiver holds no database credentials and does not reach the database', (t) => {
  const { environment = {}, networks = [] } = composeServices['receiver'] ?? {}
  t.true(networks.length > 0)
  t.false(networks.includes('tables'))
  t.notRegex(JSON.stringify(environment), /DATABASE/)
})

/** The user of the database that this service has, and the variable with its password. */
function userOf(name: string): string {
  const url = composeServices[name]?.environment?.['DATABASE_URL'] ?? ''
  return /^mysql:\/\/(\w+):\$\{(\w+):/.exec(url)?.slice(1, 3).join() ?? ''
}

test('each role has its own user of the database, which MariaDB makes with its own password', (t) => {
  t.is(userOf('migrate'), 'pagebeat_migrate,DATABASE_MIGRATE_PASSWORD')
  t.is(userOf('board'), 'pagebeat_board,DATABASE_BOARD_PASSWORD')
  t.is(userOf('console'), 'pagebeat_console,DATABASE_CONSOLE_PASSWORD')
  for (const stage of stageNames) t.is(userOf(stage), 'pagebeat_worker,DATABASE_PASSWORD')

  const { environment = {} } = composeServices['mariadb'] ?? {}
  const given = ['MIGRATE', 'WORKER', 'BOARD', 'REPORT', 'CONSOLE'].map((user) => `${user}_PASSWORD`)
  for (const name of given) t.regex(environment[name] ?? '', /^\$\{DATABASE_\w*PASSWORD:\?/)
  const script = read('deploy/mariadb/users.sh').replace(' /grants.sql', ' sql/grants.sql')
  const made = execFileSync('bash', ['-c', `docker_process_sql() { cat; }\n${script}`], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      ...Object.fromEntries(given.map((name) => [name, `of${name.slice(0, 3)}`])),
    },
  })
  for (const user of ['migrate', 'worker', 'board', 'report', 'console'])
    t.regex(made, new RegExp(`pagebeat_${user}@'%' IDENTIFIED BY 'of${user.slice(0, 3).toUpperCase()}';`))
})

test('only receiver, console and queue monitor publish a port, the last two on this machine only', (t) => {
  t.deepEqual(publishing.toSorted(), ['board', 'console', 'receiver'])
  t.deepEqual(composeServices['console']?.ports, ['127.0.0.1:${CONSOLE_PORT:-3002}:3002'])
  t.deepEqual(composeServices['board']?.ports, ['127.0.0.1:${BOARD_PORT:-3001}:3001'])
})

test('the console has no secret key and no secret of the app', (t) => {
  const { environment = {} } = composeServices['console'] ?? {}
  t.notRegex(JSON.stringify(environment), /SECRET_KEY|FACEBOOK_APP|VERIFY_TOKEN/)
})

test('Redis loses nothing it acknowledged and evicts nothing', (t) => {
  const { command = [], volumes } = composeServices['redis'] ?? {}
  t.regex(
    command.join(' '),
    /--appendonly yes --appendfsync always --maxmemory \S+ --maxmemory-policy noeviction/,
  )
  t.deepEqual(volumes, ['redis-data:/data'])
})

test('every service has a limit of memory and of processes', (t) => {
  for (const [name, { mem_limit: memory, pids_limit: pids = 0 }] of services) {
    t.regex(memory ?? '', /^\$\{[A-Z]+_MEMORY:-\d+[mg]\}$/, name)
    t.true(pids >= 64, name)
  }
  for (const [name, service] of ofPagebeat) t.true(service.read_only, name)
})

test('no secret stands in the file, and .env.example has every name that it asks for', (t) => {
  const example = read('.env.example')
  const asked = new Set([...composeText.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name ?? ''))
  const passwords = ['', 'BOARD_', 'CONSOLE_', 'MIGRATE_', 'REPORT_'].map(
    (user) => `DATABASE_${user}PASSWORD`,
  )
  t.deepEqual([...asked].toSorted(), passwords.toSorted())
  for (const name of asked) t.regex(example, new RegExp(`^${name}=$`, 'm'))
  for (const [, name] of composeText.matchAll(/\$\{(\w+):-/g)) {
    if (name !== 'PAGEBEAT_VERSION') t.regex(example, new RegExp(`^(?:# )?${name}=`, 'm'), name)
  }
})

test('every variable given to Pagebeat is one it knows; a secret may come from a file in /run/secrets', (t) => {
  const known: Readonly<Record<string, { isSecret?: true }>> = variables
  for (const [name, { environment = {}, volumes = [] }] of ofPagebeat) {
    for (const [variable, value] of Object.entries(environment)) {
      const plain = variable.replace(/_FILE$/, '')
      t.true(plain in known, `${name} is given ${variable}`)
      if (known[plain]?.isSecret !== true || !value.startsWith('${')) continue
      t.true(`${plain}_FILE` in environment, `${name} is given no ${plain}_FILE`)
      t.true(volumes.includes('${SECRETS_FOLDER:-./secrets}:/run/secrets:ro'), `${name} mounts no secrets`)
    }
  }
})

test('the image runs the Node of the lock file, as a user without rights', (t) => {
  const { devDependencies } = JSON.parse(read('package.json'))
  const dockerfile = read('Dockerfile')
  t.deepEqual(imagesIn(dockerfile), [`node:${devDependencies.node}-slim`])
  t.true(dockerfile.lastIndexOf('USER node') > dockerfile.lastIndexOf('RUN '))
  for (const instruction of ['STOPSIGNAL SIGTERM', 'ENTRYPOINT ["pagebeat"]', 'HEALTHCHECK '])
    t.true(dockerfile.includes(instruction))
})

test('the image copies every file that .dockerignore keeps, and no other', (t) => {
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--)(.*) \S+$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  )
  const kept = [...read('.dockerignore').matchAll(/^!(.*)$/gm)].map(([, name]) => name ?? '')
  t.deepEqual([...new Set(copied)].toSorted(), kept.toSorted())
  t.regex(read('.dockerignore'), /^\*$/m)
  t.notRegex(kept.join(' '), /sandbox|trials|test/)
})
