import { createResource, createSignal, For, Show } from 'solid-js'
import { useChat } from '../chatContext'
import { reachesThisComputerOnly } from '../rooms/inviteAddress'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { CopyField } from '../ui/copyField'
import { clockTime, dayName } from '../ui/times'
import { addAddress } from './addLink'

const hourMs = 3_600_000
const lifetimes = [
  { name: '1 hour', ms: hourMs },
  { name: '1 day', ms: 24 * hourMs },
  { name: '7 days', ms: 7 * 24 * hourMs },
  { name: '30 days', ms: 30 * 24 * hourMs },
]
const usual = 2

/** Links that lead to oneself: made, and revoked. An address is shown once, since the server does not know it. */
export function FriendLinksPanel() {
  const { friends, session } = useChat()
  const [links, { refetch }] = createResource(() => friends.links())
  const [forMs, setForMs] = createSignal(lifetimes[usual]!.ms)
  const [made, setMade] = createSignal<{ id: string; address: string }>()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const [making, setMaking] = createSignal(false)

  const create = async () => {
    if (making()) return
    setMaking(true)
    const { value, refusal } = await friends.createLink(forMs())
    setMaking(false)
    setTrouble(refusal ?? undefined)
    if (!value) return
    setMade({ id: value.link.id, address: addAddress(session.inviteUrl(), value.token) })
    await refetch()
  }
  const revoke = async (link: string) => {
    setTrouble(await friends.revokeLink(link))
    if (made()?.id === link) setMade(undefined)
    await refetch()
  }

  return (
    <section class="settings-form friend-links" aria-labelledby="friend-links-title">
      <h3 id="friend-links-title">Or send a link</h3>
      <p class="field-note">Whoever opens it can ask to be your friend, until it expires or you revoke it.</p>
      <div class="field-row">
        <div class="field">
          <label for="link-life">Valid for</label>
          <select id="link-life" value={forMs()} onChange={(event) => setForMs(Number(event.currentTarget.value))}>
            <For each={lifetimes}>{({ name, ms }) => <option value={ms}>{name}</option>}</For>
          </select>
        </div>
        <button type="button" class="button" aria-disabled={making()} onClick={() => void create()}>
          {making() ? 'Creating…' : 'Create link'}
        </button>
      </div>
      <Alert trouble={trouble()} />
      <Show when={made()}>
        {(link) => (
          <>
            <CopyField label="Link that leads to you" text={link().address} />
            <p class="field-note">
              Copy it now: it is not shown again.
              <Show when={reachesThisComputerOnly(link().address)}> It works on this computer only.</Show>
            </p>
          </>
        )}
      </Show>
      <Alert trouble={links()?.refusal ?? undefined} />
      <Show when={links()?.refusal}>
        <button type="button" class="button small" onClick={() => void refetch()}>
          Look for your links again
        </button>
      </Show>
      <Show when={links()?.value?.links.length}>
        <ul role="list" class="entries" aria-label="Your links">
          <For each={links()?.value?.links}>
            {(link) => (
              <li>
                <span class="entry-text">
                  <span>{made()?.id === link.id ? 'The link above' : `Made ${when(link.createdMs)}`}</span>
                  <span>Valid until {when(link.expiresMs)}</span>
                </span>
                <button type="button" class="button small" onClick={() => void revoke(link.id)}>
                  Revoke
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}

const when = (ms: number): string => `${dayName(ms, Date.now())}, ${clockTime(ms)}`
