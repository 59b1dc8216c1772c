import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { SignInWays } from '../../api/session.ts'
import { RequestError } from '../api/request.ts'
import { useConsole, useExplain, useTexts, useView } from '../parts/context.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Brand } from '../parts/icon.tsx'

/** The whole page, while nobody is signed in. */
export function SignIn() {
  const texts = useTexts()
  return (
    <main class="sign-in">
      <div class="card">
        <h1 class="brand">
          <Brand />
          {texts.signInTitle}
        </h1>
        <SignInForm />
      </div>
    </main>
  )
}

/** Over the page, when the session ends. What was typed stays below. */
export function SignInAgain() {
  const texts = useTexts()
  return (
    <Dialog title={texts.signInTitle} class="again">
      <p>{texts.signInAgain}</p>
      <SignInForm />
    </Dialog>
  )
}

function SignInForm() {
  const texts = useTexts()
  const explain = useExplain()
  const { signIn } = useConsole()
  const before = useView((state) => state.session?.user.email)
  const [email, setEmail] = useState(before ?? '')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isAsking, setAsking] = useState(false)
  const ways = useWays()
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => field.current?.focus(), [ways.password])

  async function enter(): Promise<void> {
    setAsking(true)
    setProblem(undefined)
    try {
      await signIn(email, password)
    } catch (error) {
      setProblem(whyNot(error))
      setPassword('')
      field.current?.focus()
    } finally {
      setAsking(false)
    }
  }

  function whyNot(error: unknown): string {
    if (!(error instanceof RequestError)) return String(error)
    if (error.status === 0) return texts.unreachable
    if (error.status === 401) return texts.wrongPassword
    return error.status === 429 ? texts.tooManyTries : explain(error)
  }

  return (
    <>
      {ways.oidc && (
        <a
          class="button strong"
          href={`/api/oidc/start?to=${encodeURIComponent(location.pathname + location.search)}`}
        >
          {texts.signInWithProvider}
        </a>
      )}
      {ways.password && form()}
    </>
  )

  function form() {
    return (
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void enter()
        }}
      >
        <label for={`${id}-email`}>{texts.email}</label>
        <input
          id={`${id}-email`}
          type="email"
          autocomplete="username"
          required
          value={email}
          {...(before === undefined ? { ref: field } : {})}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <label for={`${id}-password`}>{texts.password}</label>
        <input
          id={`${id}-password`}
          type="password"
          autocomplete="current-password"
          required
          value={password}
          aria-describedby={`${id}-problem`}
          {...(before === undefined ? {} : { ref: field })}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <p id={`${id}-problem`} class="problem" role="alert">
          {problem}
        </p>
        <button class="strong" type="submit" aria-disabled={isAsking}>
          {texts.signIn}
        </button>
      </form>
    )
  }
}

/** How users sign in here. A server that does not say is asked for a password. */
function useWays(): SignInWays {
  const { calls } = useConsole()
  const [ways, setWays] = useState<SignInWays>({ password: true, oidc: false })
  useEffect(() => {
    calls.signInWays().then(setWays, () => undefined)
  }, [calls])
  return ways
}
