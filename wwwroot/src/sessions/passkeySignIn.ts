import type { Done, PasskeyAnswer, PasskeyChallenge, Profile, Result } from '../contract'
import type { Trouble } from '../refusals'
import type { EntryApi } from './entryApi'
import type { PasskeyOutcome, Passkeys } from './passkeys'

/** What came of it: as a `Result`, but with what only the browser knows among the troubles. */
export type SignInResult<T> = Result<T> | { value: null; refusal: Trouble }

/** Question by the server, answer by the authenticator, check by the server. */
export function createPasskeySignIn(api: EntryApi, passkeys: Passkeys) {
  async function ceremony<T>(
    question: Promise<Result<PasskeyChallenge>>,
    answered: (options: string) => Promise<PasskeyOutcome>,
    check: (answer: PasskeyAnswer) => Promise<Result<T>>,
  ): Promise<SignInResult<T>> {
    const { value: asked, refusal } = await question
    if (!asked) return { value: null, refusal }
    const outcome = await answered(asked.options)
    if (outcome.trouble) return { value: null, refusal: outcome.trouble }
    return check({ challenge: asked.challenge, credential: outcome.credential })
  }

  return {
    signUp: (name: string, colour: string): Promise<SignInResult<Profile>> =>
      ceremony(api.askForNewPasskey({ name, colour }), passkeys.create, api.signUp),
    signIn: (): Promise<SignInResult<Profile>> => ceremony(api.askForPasskey(), passkeys.get, api.signIn),
    add: (): Promise<SignInResult<Done>> =>
      ceremony(api.askForNewPasskey({ name: '', colour: '' }), passkeys.create, api.addPasskey),
  }
}
