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

/** Whether what somebody did has come about, as far as one can see. */
export function isDone(view: FriendshipView | undefined, act: FriendAct): boolean {
  const relation = view?.relation ?? 'none'
  switch (act) {
    case 'request':
      return relation === 'requestSent' || relation === 'friends'
    case 'accept':
      return relation === 'friends'
    case 'decline':
      return relation !== 'requestReceived'
    case 'cancel':
      return relation !== 'requestSent'
    case 'unfriend':
      return relation !== 'friends'
    case 'block':
      return view?.blocked ?? false
    case 'unblock':
      return !view?.blocked
  }
}
