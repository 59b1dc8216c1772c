import test from 'ava'
import { fillVariables } from '../../../../console/page/conversation/fill-variables.ts'

test('variables of a saved reply take their values; one without a value is left out', (t) => {
  const text = 'Hello {first_name}, this is {agent} of {page}. {other} {{name}}'
  const values = { first_name: 'Mira', name: 'Mira $& Sol', agent: 'Inês', page: 'Kettle' }
  t.is(fillVariables(text, values), 'Hello Mira, this is Inês of Kettle. {other} {Mira $& Sol}')
  t.is(fillVariables('Hello {first_name}, bye', {}), 'Hello, bye')
})
