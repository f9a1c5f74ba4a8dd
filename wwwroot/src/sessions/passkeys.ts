import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser'
import type { Trouble, TroubleCode } from '../refusals'

/** What the authenticator answered, as JSON, or why it did not. */
export type PasskeyOutcome = { credential: string; trouble?: undefined } | { trouble: Trouble }

/** The browser's passkeys (WebAuthn). Options and answers are the JSON of WebAuthn Level 3. */
export interface Passkeys {
  create(options: string): Promise<PasskeyOutcome>
  get(options: string): Promise<PasskeyOutcome>
}

export const browserPasskeys: Passkeys = {
  create: (options) =>
    outcome(() => startRegistration({ optionsJSON: JSON.parse(options) as PublicKeyCredentialCreationOptionsJSON })),
  get: (options) =>
    outcome(() => startAuthentication({ optionsJSON: JSON.parse(options) as PublicKeyCredentialRequestOptionsJSON })),
}

async function outcome(ask: () => Promise<unknown>): Promise<PasskeyOutcome> {
  try {
    return { credential: JSON.stringify(await ask()) }
  } catch (error) {
    return { trouble: { code: troubleOf(error), retryAfterMs: null } }
  }
}

function troubleOf(error: unknown): TroubleCode {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return 'passkeyExists'
  // Browsers say the same whether the person said no, took too long, or has none: nobody shall learn which.
  return error instanceof Error && ['NotAllowedError', 'AbortError'].includes(error.name)
    ? 'passkeyCancelled'
    : 'passkeyUnsupported'
}
