import type { KeptJoining } from '../deviceRows'
import type { NewDeviceState } from '../pairingNewDevice'
import type { Joining } from './devicesView'

/** As the person sees it. */
export function joiningOf(row: KeptJoining | undefined): Joining {
  const state = row?.state
  switch (state?.kind) {
    case 'requested':
      return { kind: 'asked', until: state.until }
    case 'codeShown':
      return { kind: 'code', code: state.secrets.code, until: state.until }
    case 'confirming':
      return { kind: 'confirming' }
    case 'aborted':
      return { kind: 'idle', why: state.why }
    default:
      return { kind: 'idle' }
  }
}

export function pairingOf(state: NewDeviceState): string | undefined {
  switch (state.kind) {
    case 'requested':
    case 'codeShown':
      return state.start.pairing
    case 'confirming':
      return state.done.pairing
    default:
      return undefined
  }
}

/** Until when it stays as it is by itself; undefined when time does nothing to it. */
export const endOf = (state: NewDeviceState | undefined): number | undefined =>
  state?.kind === 'requested' || state?.kind === 'codeShown' ? state.until : undefined
