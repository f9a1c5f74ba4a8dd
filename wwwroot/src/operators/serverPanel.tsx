import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { useChat } from '../chatContext'
import type { LobbyRoom, Policy, Profile, Result, ServerView } from '../contract'
import type { Trouble } from '../refusals'
import { Alert } from '../ui/alert'
import { Avatar } from '../ui/avatar'
import { Confirm } from '../ui/confirm'

/** For the operator: who may come in, who is here, and who has to go. Before there is one: where the code is entered. */
export function ServerPanel(props: { server: ServerView; onChange: (server: ServerView) => void }) {
  const { session } = useChat()
  const [trouble, setTrouble] = createSignal<Trouble>()
  const take = async (answer: Promise<Result<ServerView>>) => {
    const { value, refusal } = await answer
    setTrouble(refusal ?? undefined)
    if (value) props.onChange(value)
  }

  return (
    <>
      <Switch>
        <Match when={props.server.operator}>
          <PolicyChoice policy={props.server.policy} onChoose={take} />
          <Removal onTrouble={setTrouble} />
          <RoomRemoval onTrouble={setTrouble} />
          <Show when={session.dashboard()}>
            <p class="settings-text">
              <a href="/dashboard/" target="_blank" rel="noopener">
                Orleans Dashboard
              </a>
            </p>
          </Show>
        </Match>
        <Match when={props.server.unclaimed}>
          <CodeForm onSend={take} />
        </Match>
      </Switch>
      <Alert trouble={trouble()} />
    </>
  )
}

function CodeForm(props: { onSend: (answer: Promise<Result<ServerView>>) => void }) {
  const { operator } = useChat()
  const [code, setCode] = createSignal('')
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    props.onSend(operator.become(code()))
  }

  return (
    <form class="settings-form" onSubmit={send}>
      <p class="settings-text">
        Nobody runs this place yet. Whoever started the server finds a code on its console; the first account that
        enters it here decides who may come in.
      </p>
      <div class="field">
        <label for="operator-code">Operator code</label>
        <input
          id="operator-code"
          autocapitalize="characters"
          autocomplete="off"
          spellcheck={false}
          value={code()}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
      </div>
      <div class="settings-actions">
        <button type="submit" class="button primary">
          Become operator
        </button>
      </div>
    </form>
  )
}

function PolicyChoice(props: { policy: Policy; onChoose: (answer: Promise<Result<ServerView>>) => void }) {
  const { operator } = useChat()
  // One after the other, so that each keeps what the one before it changed.
  let before: Promise<unknown> = Promise.resolve()
  // The box shows what is so, and changes when the server has said so; the rest of the policy is as it is by now.
  const choose = (event: Event & { currentTarget: HTMLInputElement }, change: (wanted: boolean) => Partial<Policy>) => {
    const box = event.currentTarget
    const wanted = box.checked
    box.checked = !wanted
    const answer = before
      .then(() => operator.server())
      .then((now) => (now.value ? operator.setPolicy({ ...now.value.policy, ...change(wanted) }) : now))
    before = answer
    props.onChoose(answer)
  }

  return (
    <fieldset class="switches">
      <legend>Who may come in</legend>
      <label>
        <input
          type="checkbox"
          checked={props.policy.signUpOpen}
          onChange={(event) => choose(event, (signUpOpen) => ({ signUpOpen }))}
        />
        Anybody may create an account
      </label>
      <label>
        <input
          type="checkbox"
          checked={props.policy.guestsWelcome}
          onChange={(event) => choose(event, (guestsWelcome) => ({ guestsWelcome }))}
        />
        Guests are welcome
      </label>
    </fieldset>
  )
}

function Removal(props: { onTrouble: (trouble: Trouble | undefined) => void }) {
  const { lobby, operator, session } = useChat()
  const [handle, setHandle] = createSignal('')
  const [found, setFound] = createSignal<Profile>()
  const [leaving, setLeaving] = createSignal<Profile>()
  const here = () => lobby.people().map(({ profile }) => profile)
  const others = () =>
    [found(), ...here()].filter((one): one is Profile => one !== undefined && one.id !== session.me()?.id)
  const people = () => others().filter((one, index, all) => all.findIndex(({ id }) => id === one.id) === index)

  const find = async (event: SubmitEvent) => {
    event.preventDefault()
    const { value, refusal } = await operator.find(handle().trim().replace(/^@/, '').toLowerCase())
    setFound(value ?? undefined)
    props.onTrouble(refusal ?? undefined)
  }
  const remove = async (person: Profile, withMessages: boolean) => {
    setLeaving(undefined)
    const reason = await operator.remove(person.id, withMessages)
    props.onTrouble(reason)
    if (!reason) setFound(undefined)
  }

  return (
    <section class="settings-form" aria-label="Remove people">
      <p class="settings-text">
        {here().length} {here().length === 1 ? 'person is' : 'people are'} connected. Whoever is removed loses their
        account at once; they can come back only as somebody new.
      </p>
      <form class="field-row" onSubmit={(event) => void find(event)}>
        <div class="field">
          <label for="find-handle">Somebody who is away, by handle</label>
          <input
            id="find-handle"
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
            value={handle()}
            onInput={(event) => setHandle(event.currentTarget.value)}
          />
        </div>
        <button type="submit" class="button">
          Find
        </button>
      </form>
      <ul role="list" class="entries" aria-label="Connected people">
        <For each={people()}>
          {(person) => (
            <li>
              <Avatar of={person} />
              <span class="entry-text">
                <bdi class="ellipsis">{person.name}</bdi>
                <span>{person.guest ? 'Guest' : `@${person.handle}`}</span>
              </span>
              <button
                type="button"
                class="button small"
                aria-label={`Remove ${person.name}`}
                onClick={() => setLeaving(person)}
              >
                Remove
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={leaving()}>
        {(person) => (
          <Confirm
            title={`Remove ${person().name}?`}
            text="Their account, their sessions and their place in every room end now."
            option="Also remove everything they wrote"
            action="Remove"
            onClose={() => setLeaving(undefined)}
            onConfirm={(withMessages) => void remove(person(), withMessages)}
          />
        )}
      </Show>
    </section>
  )
}

function RoomRemoval(props: { onTrouble: (trouble: Trouble | undefined) => void }) {
  const { lobby, operator } = useChat()
  const [leaving, setLeaving] = createSignal<LobbyRoom>()
  const rooms = () => lobby.rooms().filter(({ everyone }) => !everyone)
  const remove = async (room: LobbyRoom, withMessages: boolean) => {
    setLeaving(undefined)
    props.onTrouble(await operator.removeRoom(room.id, withMessages))
  }

  return (
    <Show when={rooms().length > 0}>
      <section class="settings-form" aria-label="Remove rooms">
        <p class="settings-text">A room that is removed is gone for everybody in it.</p>
        <ul role="list" class="entries" aria-label="Open rooms">
          <For each={rooms()}>
            {(room) => (
              <li>
                <span class="entry-text">
                  <bdi class="ellipsis">{room.name}</bdi>
                </span>
                <button
                  type="button"
                  class="button small"
                  aria-label={`Remove room ${room.name}`}
                  onClick={() => setLeaving(room)}
                >
                  Remove
                </button>
              </li>
            )}
          </For>
        </ul>
        <Show when={leaving()}>
          {(room) => (
            <Confirm
              title={`Remove the room ${room().name}?`}
              text="Nobody can read or write there any more."
              option="Also erase everything that was written there"
              action="Remove"
              onClose={() => setLeaving(undefined)}
              onConfirm={(withMessages) => void remove(room(), withMessages)}
            />
          )}
        </Show>
      </section>
    </Show>
  )
}
