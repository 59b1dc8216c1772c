import test from 'ava'
import { parse } from 'yaml'
import { composeServices } from './deploy/compose-services.ts'
import { projectFiles, read } from './source-files.ts'

const pinnedNode: string = JSON.parse(read('package.json')).devDependencies.node
const devcontainer: { service: string; dockerComposeFile: string; postCreateCommand: string } = JSON.parse(
  read('.devcontainer/devcontainer.json'),
)
const { services }: { services: Readonly<Record<string, { image: string; command: readonly string[] }>> } =
  parse(read(`.devcontainer/${devcontainer.dockerComposeFile}`))

test('version managers and the devcontainer bring the Node of package.json', (t) => {
  t.is(read('.nvmrc'), `${pinnedNode}\n`)
  t.is(services[devcontainer.service]?.image, `node:${pinnedNode}-bookworm`)
})

test('the devcontainer has the servers of docker-compose.yml, with a Redis that Pagebeat accepts', (t) => {
  for (const name of ['redis', 'mariadb'])
    t.is(services[name]?.image, composeServices[name]?.image?.split('@')[0], name)
  const command = services['redis']?.command.join(' ') ?? ''
  for (const setting of ['--appendonly yes', '--appendfsync always', '--maxmemory-policy noeviction'])
    t.true(command.includes(setting), setting)
})

test('every text file keeps to .editorconfig', (t) => {
  const width = /"printWidth": (\d+)/.exec(read('.oxfmtrc.json'))?.[1]
  t.true(read('.editorconfig').includes(`[*.{ts,tsx,mjs}]\nmax_line_length = ${width}\n`))
  for (const file of projectFiles.filter((name) => !name.endsWith('.png'))) {
    const text = read(file)
    t.notRegex(
      text,
      /\r|[ \t]$|^\t/m,
      `${file} has a carriage return, a space at the end of a line, or a tab`,
    )
    t.true(text === '' || text.endsWith('\n'), `${file} does not end with a newline`)
  }
})
