import type { Call } from '../connections/calls'
import type { DeviceList, Profile, Result, UpdateProfileCommand, WaysInList } from '../contract'
import type { Trouble } from '../refusals'

/** What one can do with one's own account. Each answers why when it was refused. */
export interface AccountView {
  updateProfile(profile: UpdateProfileCommand): Promise<Trouble | undefined>
  devices(): Promise<Result<DeviceList>>
  /** Signs another of one's browsers out. */
  endSession(reference: string): Promise<Trouble | undefined>
  endOtherSessions(): Promise<Trouble | undefined>
  waysIn(): Promise<Result<WaysInList>>
  renameWayIn(reference: string, name: string): Promise<Trouble | undefined>
  removeWayIn(reference: string): Promise<Trouble | undefined>
}

export function createAccountView(call: Call, known: (me: Profile) => void): AccountView {
  const done = async (answer: Promise<Result<unknown>>) => (await answer).refusal ?? undefined

  return {
    async updateProfile(profile) {
      const { value, refusal } = await call('UpdateProfile', profile)
      if (value) known(value)
      return refusal ?? undefined
    },
    devices: () => call('GetDevices', null),
    endSession: (reference) => done(call('EndSession', { reference })),
    endOtherSessions: () => done(call('EndOtherSessions', null)),
    waysIn: () => call('GetWaysIn', null),
    renameWayIn: (reference, name) => done(call('RenameWayIn', { reference, name })),
    removeWayIn: (reference) => done(call('RemoveWayIn', { reference })),
  }
}
