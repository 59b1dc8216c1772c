import { GraphRejectedError, PageTokenRevokedError, PipelineError } from '../../errors.ts'

/** What became of one question to Facebook. */
export type Attempt<Value> =
  | { readonly value: Value; readonly error?: undefined }
  | {
      readonly error: PipelineError
      /** Facebook answered, and said no; else it could not be reached or was in trouble. */
      readonly isRefusal: boolean
    }

/** The value, or why there is none. What is not one of our errors is a bug and is thrown. */
export async function attempt<Value>(question: Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await question }
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
    const isRefusal = error instanceof GraphRejectedError || error instanceof PageTokenRevokedError
    return { error, isRefusal }
  }
}

/** Short, for a parenthesis: what Facebook said. Not the advice that comes with an error, which is for workers. */
export function describeTrouble(error: PipelineError | undefined): string {
  if (error === undefined) return 'no answer'
  if (!(error instanceof GraphRejectedError || error instanceof PageTokenRevokedError)) return error.message
  const { code, subcode, meaning } = error.fault
  return code === undefined ? meaning : `code ${code}${subcode === undefined ? '' : `/${subcode}`}`
}
