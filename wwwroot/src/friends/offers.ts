import type { FriendAct, FriendshipView, Profile } from '../contract'

export const actNames: Record<FriendAct, string> = {
  request: 'Add friend',
  accept: 'Accept',
  decline: 'Decline',
  cancel: 'Cancel request',
  unfriend: 'Unfriend',
  block: 'Block',
  unblock: 'Unblock',
}

/** What one may do about somebody, what is nearest at hand first. A guest can only be blocked, and does nothing. */
export function offers(me: Profile | undefined, other: Profile, view: FriendshipView | undefined): FriendAct[] {
  if (!me || me.guest || me.id === other.id) return []
  if (view?.blocked) return ['unblock']
  if (other.guest) return ['block']
  switch (view?.relation) {
    case 'requestSent':
      return ['cancel', 'block']
    case 'requestReceived':
      return ['accept', 'decline', 'block']
    case 'friends':
      return ['unfriend', 'block']
    default:
      return ['request', 'block']
  }
}
