import test from 'ava'
import { fillVariables, unknownVariables } from '../../../../console/page/conversation/fill-variables.ts'

test('variables of a saved reply take their values; one without a value is left out', (t) => {
  const text = 'Hello {first_name}, this is {agent} of {page}. {other} {{name}}'
  const values = { first_name: 'Mira', name: 'Mira $& Sol', agent: 'Inês', page: 'Kettle' }
  t.is(fillVariables(text, values), 'Hello Mira, this is Inês of Kettle. {other} {Mira $& Sol}')
  t.is(fillVariables('Hello {first_name}, bye', {}), 'Hello, bye')
})

test('a slip in the name of a variable is found, other braces are not', (t) => {
  t.deepEqual(unknownVariables('Hi {nmae}, {first_name}: {Page} of { name }. {nmae} {12} {} {a-b}'), [
    '{nmae}',
    '{Page}',
    '{ name }',
  ])
})
