/**
 * Every code and subcode of the Graph API that Pagebeat knows, one row each. docs/reference/graph-errors.md is
 * generated from it.
 */
import type { GraphErrorRow } from './error-row.ts'
import { accessRows } from './error-rows/access.ts'
import { messageRows } from './error-rows/message.ts'
import { serviceRows } from './error-rows/service.ts'

export const graphErrorTable: ReadonlyMap<string, GraphErrorRow> = new Map(
  [serviceRows, accessRows, messageRows].flatMap((rows) => Object.entries(rows)),
)
