import { GraphRejectedError, PageTokenRevokedError, PipelineError } from '../../errors.ts'

/** How one question to Facebook ended. */
export type Attempt<Value> =
  | { readonly value: Value; readonly error?: undefined }
  | {
      readonly error: PipelineError
      /** True: Facebook responded and refused. False: it could not be reached, or failed itself. */
      readonly isRefusal: boolean
    }

/** The value, or the error of ours that came instead. Any other error is a bug and is thrown. */
export async function attempt<Value>(question: Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await question }
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error
    const isRefusal = error instanceof GraphRejectedError || error instanceof PageTokenRevokedError
    return { error, isRefusal }
  }
}

/**
 * What Facebook said: its code, and its own text where the call was an operator's. It leaves out the advice of the error, which is for the send
 * path.
 */
export function describeTrouble(error: PipelineError | undefined): string {
  if (error === undefined) return 'no response'
  if (!(error instanceof GraphRejectedError || error instanceof PageTokenRevokedError)) return error.message
  const { code, subcode, meaning, text } = error.fault
  const name = code === undefined ? meaning : `code ${code}${subcode === undefined ? '' : `/${subcode}`}`
  return text === undefined ? name : `${name}: ${text}`
}
