/**
 * Liquid without files, network, randomness and clock, and with bounded work. Only texts of the storyboard's author are
 * parsed; texts of customers are values. Filters that run a text as an expression (`where_exp` and similar ones) are
 * removed: they would run a customer's text.
 */
import { Context, Liquid, type Template } from 'liquidjs'

export interface Templates {
  /** The text with its values; undefined when rendering fails or exceeds a limit. */
  render(source: string, scope: object): string | undefined
  /** Whether a condition is true. A condition that fails is false. */
  holds(condition: string, scope: object): boolean
}

export type Parsed =
  | { readonly mistake: string }
  | {
      /** Paths of the names that the template uses: ['profile', 'firstName']. */
      readonly names: readonly (readonly unknown[])[]
      /** Number of characters outside of values and tags. */
      readonly fixedLength: number
    }

const bannedTags = ['include', 'render', 'layout', 'block']
const bannedFilters = /_exp$|^(?:sample|inspect|json|jsonify|hmac_sha256|sha256|base64_decode)$/
const limits = { parseLimit: 100_000, memoryLimit: 1_000_000 }
/** Texts, values and tags that one rendering may go through, each turn of a loop anew. They take some 100 ms. */
const mostSteps = 100_000

export interface TemplateEngine extends Templates {
  parse(source: string): Parsed
  parseCondition(condition: string): Parsed
}

export function createTemplates(options: { readonly timezone: string }): TemplateEngine {
  const liquid = createLiquid(options.timezone)
  const cache = new Map<string, Template[]>()

  function templatesOf(source: string): Template[] {
    const known = cache.get(source)
    if (known !== undefined) return known
    const parsed = liquid.parse(source)
    cache.set(source, parsed)
    return parsed
  }

  function parse(source: string): Parsed {
    try {
      const templates = templatesOf(source)
      return { names: liquid.globalVariableSegmentsSync(templates), fixedLength: fixedLengthOf(templates) }
    } catch (error) {
      if (!(error instanceof Error)) throw error
      return { mistake: reason(error) }
    }
  }

  function render(source: string, scope: object): string | undefined {
    try {
      return String(liquid.renderSync(templatesOf(source), countSteps(liquid, scope)))
    } catch (error) {
      if (error instanceof Error) return undefined
      throw error
    }
  }

  return {
    parse,
    render,
    parseCondition: (condition) => {
      const mistake = conditionMistake(condition)
      return mistake === undefined ? parse(asTemplate(condition)) : { mistake }
    },
    holds: (condition, scope) => render(asTemplate(condition), scope) === '1',
  }
}

/**
 * Liquid's own limit is a time. A worker that is paused in between would exceed it, and the customer would get no
 * reply.
 */
function countSteps(liquid: Liquid, scope: object): Context {
  const context = new Context(scope, liquid.options, { sync: true })
  let steps = 0
  context.renderLimit.check = () => {
    steps += 1
    if (steps > mostSteps) throw new Error(`more than ${mostSteps} steps`)
  }
  return context
}

function createLiquid(timezone: string): Liquid {
  const liquid = new Liquid({
    ...limits,
    ownPropertyOnly: true,
    strictFilters: true,
    templates: {},
    timezoneOffset: isTimezone(timezone) ? timezone : 'UTC',
  })
  for (const tag of bannedTags) delete liquid.tags[tag]
  for (const filter of Object.keys(liquid.filters))
    if (bannedFilters.test(filter)) delete liquid.filters[filter]
  const { date } = liquid.filters
  if (typeof date === 'function') {
    liquid.registerFilter('date', function dateOfTurn(value: unknown, ...rest: unknown[]) {
      const now: unknown = Reflect.get(this.context.environments, 'now')
      return date.call(this, value === 'now' || value === 'today' ? Number(now) : value, ...rest)
    })
  }
  return liquid
}

/** Never throws: a wrong time zone is reported by the check, which runs later. */
export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format(0)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function asTemplate(condition: string): string {
  return `{% if ${condition} %}1{% endif %}`
}

function fixedLengthOf(templates: readonly Template[]): number {
  return templates.reduce(
    (sum, part) => sum + ('str' in part && typeof part.str === 'string' ? part.str.length : 0),
    0,
  )
}

function reason(error: Error): string {
  return (error.message.split('\n')[0] ?? '').replace(/, line:\d+, col:\d+$/, '')
}

const operators = new Set(['==', '!=', '>', '<', '>=', '<=', 'contains', 'and', 'or'])
const operand =
  /^(?:'[^']*'|"[^"]*"|-?\d+(?:\.\d+)?|[A-Za-z_][\w.-]*(?:\[(?:\d+|'[^']*'|"[^"]*")\][\w.-]*)*)$/

/** Liquid accepts `a ==` and `a b`, which are never true: the scene would never start. */
function conditionMistake(condition: string): string | undefined {
  const parts: readonly string[] =
    condition.match(/'[^']*'|"[^"]*"|[=!<>&|]+|(?:\[[^\]]*\]|[^\s=!<>&|'"[])+/g) ?? []
  if (parts.some((part) => /^\|+$/.test(part))) {
    return 'has a filter (|), which no condition takes: compute the value with set before, and compare that'
  }
  if (parts.length === 0 || /[{}%]/.test(condition)) {
    return 'must be a condition without braces, for example profile.loyaltyPoints > 100'
  }
  for (const [index, part] of parts.entries()) {
    const wanted = index % 2 === 0 ? !operators.has(part) && operand.test(part) : operators.has(part)
    if (!wanted) {
      return index % 2 === 0
        ? `has ${part} where a name, a number or a quoted text is expected`
        : `has ${part} where one of ==, !=, >, <, >=, <=, contains, and, or is expected`
    }
  }
  if (parts.includes('and') && parts.includes('or')) {
    return 'mixes and with or, which Liquid reads from right to left: nest an if, or add a second trigger'
  }
  return parts.length % 2 === 0
    ? `ends with ${parts.at(-1)}: add a name, a number or a quoted text after it`
    : undefined
}
