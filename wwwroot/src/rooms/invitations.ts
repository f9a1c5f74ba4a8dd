import { createEffect, createMemo, createSignal, on } from 'solid-js'
import type { Call } from '../connections/calls'
import type { LobbyRoom, RoomInvitation } from '../contract'
import type { Trouble } from '../refusals'

// More than anybody answers; and nobody takes the places of all others.
const atMost = 20
const ofOneAtMost = 3

/** Inviting others into rooms, and how one is invited. */
export interface InvitationsView {
  /** Invites somebody who is here into a room that one is in. Answers why when it was refused. */
  invite(room: string, whom: string): Promise<Trouble | undefined>
  /** Those that wait for an answer in this tab, the newest last: one per room and person, into open rooms that one is not in. */
  waiting(): readonly RoomInvitation[]
  dismiss(invitation: RoomInvitation): void
  /** Hears of each new one in the moment in which it is there to be answered. */
  listen(heard: (invitation: RoomInvitation) => void): () => void
}

export interface InvitationsStore extends InvitationsView {
  received(invitation: RoomInvitation): void
  reset(): void
}

export interface InvitationsDeps {
  call: Call
  rooms(): readonly LobbyRoom[]
  /** Whether one is in this room. */
  isIn(room: string): boolean
  blocked(user: string): boolean
}

export function createInvitations({ call, rooms, isIn, blocked }: InvitationsDeps): InvitationsStore {
  const [held, setHeld] = createSignal<readonly RoomInvitation[]>([])
  const listeners = new Set<(invitation: RoomInvitation) => void>()
  const fits = ({ room, by }: RoomInvitation) => !isIn(room) && !blocked(by.id)
  // A room that has just been made may be listed only in a moment; one that has ended never is.
  const waiting = createMemo(() => held().filter((each) => fits(each) && rooms().some(({ id }) => id === each.room)))
  const keep = (wanted: (invitation: RoomInvitation) => boolean) => setHeld(held().filter(wanted))

  createEffect(
    on(waiting, (now, before = []) => {
      // What is over stays so, also when one leaves that room again.
      const over = before.filter((each) => !now.includes(each))
      if (over.length > 0) keep((each) => !over.includes(each))
      for (const each of now)
        if (!before.some((known) => isSame(known, each))) for (const heard of listeners) heard(each)
    }),
  )

  return {
    invite: async (room, whom) => (await call('InviteToRoom', { room, whom })).refusal ?? undefined,
    waiting,
    dismiss: (invitation) => void keep((each) => !isSame(each, invitation)),
    listen(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    received(invitation) {
      if (!fits(invitation)) return
      const others = held().filter((each) => !isSame(each, invitation))
      const ofSame = others.filter(({ by }) => by.id === invitation.by.id)
      const tooMany = new Set(ofSame.slice(0, Math.max(0, ofSame.length - ofOneAtMost + 1)))
      setHeld([...others.filter((each) => !tooMany.has(each)), invitation].slice(-atMost))
    },
    reset: () => void setHeld([]),
  }
}

const isSame = (one: RoomInvitation, other: RoomInvitation): boolean =>
  one.room === other.room && one.by.id === other.by.id
