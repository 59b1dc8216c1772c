/** `node test/console/page/stub/run-stub.ts [port]`: the page with the data of its tests, to look at by hand. */
import { buildConsole, siteFolder } from '../../../../scripts/build-console.ts'
import { makeComments, makeLong, makeRich } from './rich-conversations.ts'
import { startStub } from './stub-server.ts'
import { makeWorld } from './world.ts'

await buildConsole()
const world = makeWorld({ many: 120 })
for (const stored of [makeRich(), makeComments(), makeLong(10_000)]) world.set(stored.head.id, stored)
const { url } = await startStub({ world, site: siteFolder })
console.log(url)
