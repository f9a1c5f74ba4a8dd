import type { Call } from '../connections/calls'
import type { Policy, Profile, Result, ServerView } from '../contract'
import type { Trouble } from '../refusals'

/** What an identity may do with the server itself; most of it only the operator. */
export interface OperatorView {
  server(): Promise<Result<ServerView>>
  /** Becomes the operator, with the code that the host printed. */
  become(code: string): Promise<Result<ServerView>>
  setPolicy(policy: Policy): Promise<Result<ServerView>>
  find(handle: string): Promise<Result<Profile>>
  remove(user: string, withMessages: boolean): Promise<Trouble | undefined>
  removeRoom(room: string, withMessages: boolean): Promise<Trouble | undefined>
}

export function createOperatorView(call: Call): OperatorView {
  return {
    server: () => call('GetServer', null),
    become: (code) => call('BecomeOperator', { code }),
    setPolicy: (policy) => call('SetPolicy', { policy }),
    find: (handle) => call('FindUser', { handle }),
    removeRoom: async (room, withMessages) => (await call('RemoveRoom', { room, withMessages })).refusal ?? undefined,
    remove: async (user, withMessages) => (await call('RemoveUser', { user, withMessages })).refusal ?? undefined,
  }
}
