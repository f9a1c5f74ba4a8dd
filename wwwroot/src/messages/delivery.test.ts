import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ConversationView } from '../chat'
import type { MessageChange } from '../contract'
import { FakeBrowser, type FakeTab } from '../fakeBrowser'
import { FakeServer, General, person } from '../fakeServer'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const bob = person('Bob')
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

const trouble = fc.record({
  method: fc.constantFrom('ReadMessages', 'GetInbox', 'GetLobby', 'SendMessage'),
  fate: fc.oneof(
    { weight: 2, arbitrary: fc.record({ lateMs: fc.nat(9_000) }) },
    fc.constantFrom('loseCommand' as const, 'loseAnswer' as const),
    fc.constantFrom({ code: 'unavailable' as const, retryAfterMs: null }),
    fc.constantFrom({ code: 'tooFast' as const, retryAfterMs: 2_000 }),
  ),
})

/** Bob posts so much and somebody comes, and nobody is told of it; at most that something was missed. */
const missedAnd = <T extends string>(...told: T[]) =>
  fc.record({ missed: fc.constantFrom(1, 2, 60, 350), told: fc.constantFrom(...told) })

const misfortune = fc.oneof(
  { weight: 6, arbitrary: fc.constant('send' as const) },
  { weight: 4, arbitrary: fc.constant('bobPosts' as const) },
  { weight: 6, arbitrary: fc.record({ waitMs: fc.oneof(fc.nat(400), fc.nat(15_000)) }) },
  { weight: 2, arbitrary: fc.record({ answerMs: fc.nat(300), eventMs: fc.nat(300) }) },
  { weight: 3, arbitrary: trouble },
  { weight: 3, arbitrary: missedAnd('nothing', 'positions', 'resync') },
  { weight: 2, arbitrary: fc.record({ announceAgain: fc.nat(60) }) },
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      'dropSockets' as const,
      'reload' as const,
      'networkDown' as const,
      'networkUp' as const,
      'announce' as const,
      'keepSilent' as const,
      'serverGone' as const,
      'serverBack' as const,
      'frontHangs' as const,
      'frontsGoOn' as const,
      'somebodyComes' as const,
      'bobEdits' as const,
      'bobDeletes' as const,
      'bobReacts' as const,
      'goToTheFirst' as const,
      'loadNewer' as const,
      'loadOlder' as const,
      'loadNewest' as const,
      'readAbove' as const,
      'readAlong' as const,
      'readAll' as const,
    ),
  },
)
type Misfortune = typeof misfortune extends fc.Arbitrary<infer T> ? T : never

// Whatever was missed without a sign, the cure alone must be enough to find it, also when what was asked before it is
// answered late, or not at all.
const ending = fc.record({
  troubles: fc.array(trouble, { maxLength: 8, size: 'max' }),
  asks: fc.oneof(fc.constantFrom('reload' as const, 'loadNewest' as const), missedAnd('positions')),
  cure: fc.oneof(fc.constant('dropSockets' as const), missedAnd('resync')),
})

test('whatever is lost, doubled or late on the way, every message is on disk and on screen once, in order', async () => {
  const misfortunes = fc.array(misfortune, { maxLength: 40, size: 'max' })
  await fc.assert(
    fc.asyncProperty(fc.nat(100), misfortunes, ending, async (past, all, { troubles, asks, cure }) => {
      vi.clearAllTimers()
      const story = await Story.begin(past)
      for (const one of all) {
        await story.befall(one)
        story.nothingTwiceAndNoHole()
      }
      for (const over of ['serverBack', 'networkUp', 'frontsGoOn', 'announce', 'readAlong'] as const)
        await story.befall(over)
      story.server.next = troubles
      await story.befall(asks)
      await story.befall(cure)
      await pass(180_000)
      await story.endsWell()
    }),
    { numRuns: 400 },
  )
}, 120_000)

class Story {
  private view: ConversationView
  private readonly sent: string[] = []
  /** Those behind a message that was given up may pass it. */
  private overtaken = false
  private hanging: (() => void)[] = []

  private constructor(
    readonly server: FakeServer,
    private tab: FakeTab,
  ) {
    this.view = tab.chat.messages.open(General)
  }

  static async begin(past: number): Promise<Story> {
    const server = new FakeServer()
    for (let number = 1; number <= past; number++) server.post(bob, `Old ${number}`)
    const tab = new FakeBrowser(server).openTab()
    await pass(0)
    return new Story(server, tab)
  }

  async befall(what: Misfortune): Promise<void> {
    const { server } = this
    if (typeof what === 'string') await this.happen(what)
    else if ('waitMs' in what) await pass(what.waitMs)
    else if ('method' in what) server.next.push(what)
    else if ('answerMs' in what) Object.assign(server, what)
    else if ('missed' in what) this.miss(what)
    else {
      const message = server.log[what.announceAgain % Math.max(server.log.length, 1)]
      if (message) server.say({ type: 'messagePosted', message })
    }
    this.overtaken ||= this.view.outbox().some(({ state }) => state === 'failed')
  }

  private async happen(what: Extract<Misfortune, string>): Promise<void> {
    const { server, tab, view } = this
    switch (what) {
      case 'send':
        this.sent.push(`text ${this.sent.length + 1}`)
        return void view.send(this.sent.at(-1) as string)
      case 'bobPosts':
        return void server.post(bob, `Bob's ${server.log.length}`)
      case 'somebodyComes':
        return server.come(`Guest ${server.people.length}`)
      case 'dropSockets':
        return server.dropAll()
      case 'reload':
        return this.reload()
      case 'networkDown':
      case 'networkUp':
        return tab.network(what === 'networkUp')
      case 'announce':
      case 'keepSilent':
        server.announcing = what === 'announce'
        return
      case 'serverGone':
        server.reachable = server.entryReachable = false
        return server.dropAll()
      case 'serverBack':
        server.reachable = server.entryReachable = true
        return
      case 'frontHangs':
        return void this.hanging.push(server.freeze())
      case 'frontsGoOn':
        return this.hanging.splice(0).forEach((goOn) => goOn())
      case 'readAbove':
      case 'readAlong':
        return view.follow(what === 'readAlong')
      case 'bobEdits':
        return this.change({ kind: 'edited', text: `edited ${server.head}` })
      case 'bobDeletes':
        return this.change({ kind: 'deleted' })
      case 'bobReacts':
        return this.change({ kind: 'reacted', emoji: '👍', on: server.head % 2 === 0 })
      case 'goToTheFirst':
        return void view.goTo(1)
      case 'loadNewer':
      case 'loadOlder':
      case 'loadNewest':
        return void view[what]()
      case 'readAll':
        return view.markRead(view.messages().at(-1)?.sequence ?? 0)
    }
  }

  private change(change: Pick<MessageChange, 'kind'> & Partial<MessageChange>) {
    const his = this.server.log.filter(({ author, deleted }) => author.id === bob.id && !deleted)
    const target = his[(this.server.head * 7) % Math.max(his.length, 1)]
    if (target) this.server.change(target.sequence, { by: bob.id, ...change })
  }

  private miss({ missed, told }: Extract<Misfortune, { missed: number }>) {
    const { server } = this
    const { announcing } = server
    server.announcing = false
    for (let post = 0; post < missed; post++) server.post(bob, `Bob's ${server.log.length}`)
    server.come(`Guest ${server.people.length}`)
    server.announcing = announcing
    if (told === 'resync') server.say({ type: 'resyncNeeded' })
    if (told === 'positions') {
      server.say({ type: 'conversationPosition', conversation: General, head: server.head })
      server.say({ type: 'lobbyPosition', ...server.lobby })
    }
  }

  private async reload() {
    // Without an answer to who this is there would be nothing to look at.
    this.server.entryReachable = true
    this.tab = this.tab.reload()
    await pass(0)
    this.view = this.tab.chat.messages.open(General)
  }

  nothingTwiceAndNoHole() {
    const { server, view, sent } = this
    const numbers = view.messages().map((message) => message.sequence)
    const [first = 0, last = 0] = [numbers[0], numbers.at(-1)]
    const between = server.log.filter(({ sequence }) => sequence >= first && sequence <= last)
    expect(numbers).toEqual(between.map(({ sequence }) => sequence))
    const mine = view.messages().filter((message) => message.author.id !== bob.id)
    const seen = [...mine, ...view.outbox()].map((message) => message.text)
    expect(new Set(seen).size).toBe(seen.length)
    const complete = view.loading() === undefined && !view.loadFailed() && !view.hasOlder() && !view.hasNewer()
    if (complete) expect(seen.toSorted()).toEqual(sent.toSorted())
  }

  async endsWell() {
    const { server, sent, tab, view } = this
    for (const { id, state } of view.outbox()) if (state === 'failed') view.retry(id)
    await pass(60_000)
    const mine = server.log.filter((message) => message.author.id !== bob.id).map((message) => message.text)
    expect(this.overtaken ? mine.toSorted() : mine).toEqual(this.overtaken ? sent.toSorted() : sent)
    expect(view.outbox()).toEqual([])
    expect(view.messages()).toEqual(server.log.slice(-view.messages().length))
    expect(view.messages().at(-1)?.sequence).toBe(server.log.at(-1)?.sequence)
    const [inbox] = server.inbox()
    // How many of the messages above the cursor are of others, a tab that has moved the cursor can only guess.
    const unread = server.readUpTo === 0 ? inbox?.unread : expect.any(Number)
    expect(tab.chat.inbox.conversations()).toEqual([{ ...inbox, unread }])
    expect(tab.chat.lobby.people().map(({ profile }) => profile.name)).toEqual(
      server.people.map(({ profile }) => profile.name),
    )
    expect(tab.chat.connection.state().phase).toBe('online')
    tab.chat.dispose()
    expect(vi.getTimerCount()).toBe(0)
  }
}
