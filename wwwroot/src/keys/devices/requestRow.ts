import type { KeptRequest } from '../deviceRows'
import type { TrustedDeviceState } from '../pairingTrustedDevice'
import type { DeviceRequest } from './devicesView'

/** As the person sees it. */
export const requestOf = (row: KeptRequest): DeviceRequest => ({
  pairing: row.pairing,
  name: row.name,
  endsAt: row.endsAt,
  state: row.elsewhere && row.state.kind === 'requested' ? { kind: 'elsewhere' } : shown(row.state),
})

function shown(state: TrustedDeviceState): DeviceRequest['state'] {
  switch (state.kind) {
    case 'requested':
      return { kind: 'asked' }
    case 'accepted':
    case 'granting':
      return { kind: state.kind }
    case 'codeShown':
      return { kind: 'code', until: state.until }
    case 'confirming':
      return { kind: 'added', device: state.start.record.id, confirmed: false }
    case 'trusted':
      return { kind: 'added', device: addedBy(state), confirmed: true }
    case 'aborted':
      return { kind: 'over', why: state.why }
  }
}

// A grant adds one device: the newest in the list.
const addedBy = ({ grant }: Extract<TrustedDeviceState, { kind: 'trusted' }>): string =>
  grant.entry.entry.devices.at(-1)?.id ?? ''

export const isOver = ({ kind }: TrustedDeviceState): boolean => kind === 'aborted' || kind === 'trusted'

/** When time alone does something to it. */
export function endOf({ state }: KeptRequest): number | undefined {
  if (state.kind === 'aborted' || state.kind === 'trusted') return undefined
  return state.kind === 'codeShown' ? state.until : state.ends
}
