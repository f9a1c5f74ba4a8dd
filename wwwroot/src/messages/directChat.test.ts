import { describe, expect, test } from 'vitest'
import { concat } from '../keys/bytes'
import { decodeEntry } from '../keys/chainEntry'
import { directConversation } from '../keys/directConversation'
import { decodeHeader } from '../keys/envelopeHeader'
import { decodeRecord } from '../keys/epochRecord'
import { createKeyStore } from '../keys/keyStore'
import { newDevice, newId } from '../keys/testDevices'
import { messageId } from './messageId'
import { addsBrowser, changesDevices, join, profileOf, Relay, twoPeople } from './testRelay'

test('what one writes the other reads, and so does the writer; the server has not a word of it', async () => {
  const { relay, ada, bo, adas, bos } = await twoPeople()
  await ada.says(adas, 'planted secret words')
  await bo.says(bos, 'heard')
  for (const [person, chat] of [
    [ada, adas],
    [bo, bos],
  ] as const)
    expect(await person.reads(chat)).toEqual(['planted secret words', 'heard'])
  const stored = new TextDecoder('latin1').decode(
    concat(...relay.entries.map(({ envelope }) => envelope), ...relay.records),
  )
  expect(stored).not.toContain('planted')
  expect(JSON.stringify(relay.heard)).not.toContain('planted')
  // The same in a browser that was opened anew.
  const again = await ada.opens(bo.profile)
  expect(await ada.reads(again)).toEqual(['planted secret words', 'heard'])
})

test('edits, deletions and reactions hold, are those of their authors, and are there on every page', async () => {
  const { ada, bo, adas, bos } = await twoPeople()
  const [first, second] = [await ada.says(adas, 'frist'), await ada.says(adas, 'second')]
  await bo.reads(bos)
  const change = async (chat: typeof adas, method: 'EditMessage' | 'DeleteMessage' | 'React', command: object) =>
    (await chat.desk.call(method, { conversation: '', ...command } as never)).refusal?.code
  expect(await change(adas, 'EditMessage', { message: first, text: 'first' })).toBeUndefined()
  expect(await change(bos, 'React', { message: first, emoji: '👍', on: true })).toBeUndefined()
  expect(await change(adas, 'DeleteMessage', { message: second })).toBeUndefined()
  for (const [person, other] of [
    [ada, bo],
    [bo, ada],
  ] as const) {
    const fresh = await person.opens(other.profile)
    expect(await person.reads(fresh)).toEqual(['first', '<deleted>'])
    const { page } = await fresh.log.read({ before: second, after: null, count: 1 })
    expect(page?.messages).toMatchObject([
      { sequence: first, text: 'first', reactions: [{ emoji: '👍', users: [bo.profile.id] }] },
    ])
  }
  // What somebody else's browser sends, whatever it is, changes nothing of one's own.
  expect(await change(bos, 'EditMessage', { message: first, text: 'forged' })).toBeUndefined()
  expect(await ada.reads(await ada.opens(bo.profile))).toEqual(['first', '<deleted>'])
})

test('whoever reads in the middle sees what became of it since, however far the end is', async () => {
  const { relay, ada, bo, adas, bos } = await twoPeople()
  for (let number = 1; number <= 12; number++) await ada.says(adas, `text ${number}`)
  await adas.desk.call('DeleteMessage', { conversation: '', message: 3 })
  for (let number = 0; number < 4; number++) await bo.says(bos, `more ${number}`)
  const fresh = await bo.opens(ada.profile)
  await fresh.log.read({ before: null, after: null, count: 2 })
  relay.heard.length = 0
  const { page } = await fresh.log.read({ before: 5, after: null, count: 3 })
  expect(page?.messages.map(({ sequence, deleted }) => [sequence, deleted])).toEqual([
    [2, false],
    [3, true],
    [4, false],
  ])
  // The page, and the changes above it.
  expect(relay.heard.map(({ method }) => method)).toEqual(['ReadSealed', 'ReadSealedChanges'])
})

test('what is written to somebody who has no keys yet waits for them', async () => {
  const relay = new Relay()
  const ada = await join(relay, 'Ada')
  const bo = profileOf('Bo')
  const chat = await ada.opens(bo, 'unknown')
  const command = { conversation: '', id: ada.desk.newMessageId(), text: 'early', replyTo: null }
  expect((await chat.desk.call('SendMessage', command)).refusal?.code).toBe('unavailable')
  const bos = await (await join(relay, 'Bo', bo)).opens(ada.profile)
  expect((await chat.desk.call('SendMessage', command)).value?.sequence).toBe(1)
  expect((await bos.log.read({ before: null, after: null, count: 5 })).page?.messages[0]?.text).toBe('early')
})

test('a page that has changes alone goes on to the next message', async () => {
  const { ada, bo, adas, bos } = await twoPeople()
  const first = await ada.says(adas, 'loved')
  await bo.reads(bos)
  for (const emoji of ['👍', '🎉', '😀', '🥳'])
    await bos.desk.call('React', { conversation: '', message: first, emoji, on: true })
  const { page } = await (await ada.opens(bo.profile)).log.read({ before: null, after: null, count: 2 })
  expect(page?.messages).toMatchObject([{ sequence: first, reactions: { length: 4 } }])
  expect(page).toMatchObject({ head: 5, last: 5, hasOlder: false })
})

test('an answer that was lost is asked for with the same bytes, also after a reload, and nothing is said twice', async () => {
  const { relay, ada, bo, adas, bos } = await twoPeople()
  const command = { conversation: '', id: ada.desk.newMessageId(), text: 'once', replyTo: null }
  relay.losesAnswersTo.add('SendSealed')
  expect((await adas.desk.call('SendMessage', command)).refusal?.code).toBe('unavailable')
  const reloaded = await ada.opens(bo.profile)
  expect((await reloaded.desk.call('SendMessage', command)).value).toMatchObject({ sequence: 1 })
  const sent = relay.heard.filter(({ method }) => method === 'SendSealed').map(({ command: said }) => said)
  expect(sent).toHaveLength(2)
  expect(sent[0]).toEqual(sent[1])
  expect(await bo.reads(bos)).toEqual(['once'])
  // Another one is another.
  expect((await reloaded.desk.call('SendMessage', { ...command, id: ada.desk.newMessageId() })).value).toMatchObject({
    sequence: 2,
  })
  expect(await bo.reads(bos)).toEqual(['once', 'once'])
})

test('two who begin at once agree, and what was sealed with the key that lost is sealed anew', async () => {
  const { relay, ada, bo, adas, bos } = await twoPeople()
  await Promise.all([ada.says(adas, 'from Ada'), bo.says(bos, 'from Bo')])
  expect(relay.records).toHaveLength(1)
  expect((await ada.reads(adas)).toSorted()).toEqual(['from Ada', 'from Bo'])
  // Another epoch began, and this browser has not heard of it.
  const other = await ada.opens(bo.profile)
  await bo.reads(bos)
  relay.records = []
  expect(await ada.reads(other)).toHaveLength(2)
})

test('a reply carries the quote, and who is called is worked out by whoever reads', async () => {
  const { ada, bo, adas, bos } = await twoPeople()
  const first = await ada.says(adas, 'Tea at five, @bo?')
  await bo.reads(bos)
  await bo.says(bos, 'Yes', first)
  const { page } = await (await ada.opens(bo.profile)).log.read({ before: null, after: null, count: 10 })
  expect(page?.messages).toMatchObject([
    { mentions: [{ name: 'bo', user: bo.profile.id }], replyTo: null },
    { mentions: [], replyTo: { sequence: first, author: { name: 'Ada' }, text: 'Tea at five, @bo?' } },
  ])
  // Also when nothing was read yet, as after a reload.
  expect(await bo.says(await bo.opens(ada.profile), 'Once more', first)).toBe(3)
  // As it is now, also where it was changed since.
  await adas.desk.call('EditMessage', { conversation: '', message: first, text: 'Tea at six?' })
  const later = await (await bo.opens(ada.profile)).log.read({ before: null, after: null, count: 10 })
  expect(later.page?.messages[1]?.replyTo).toMatchObject({ text: 'Tea at six?' })
  const refused = await bos.desk.call('SendMessage', { conversation: '', id: newId(), text: 'No', replyTo: 99 })
  expect(refused.refusal?.code).toBe('messageGone')
})

test('a search looks through what only browsers can read, page by page', async () => {
  const { relay, ada, bo, adas, bos } = await twoPeople()
  await ada.says(adas, 'The Crème brûlée was good')
  for (let number = 0; number < 3; number++) await bo.says(bos, `filler ${number}`)
  const search = (text: string, author: string | null = null) =>
    bos.desk.call('SearchMessages', { conversation: '', text, author, before: null })
  expect((await search('creme BRU')).value).toMatchObject({ hits: [{ sequence: 1, marks: [{}, {}] }], before: null })
  expect((await search('creme', bo.profile.id)).value).toEqual({ hits: [], before: null })
  expect((await search('')).refusal?.code).toBe('nothingToSearch')
  expect((await search('', bo.profile.id)).value?.hits.map(({ sequence }) => sequence)).toEqual([4, 3, 2])
  expect((await search('x'.repeat(201))).refusal?.code).toBe('searchTooLong')
  expect(JSON.stringify(relay.heard)).not.toContain('creme')
})

test('a signal of the other says that they write now, and nothing else does', async () => {
  const { relay, ada, adas, bos } = await twoPeople()
  await ada.says(adas, 'hi')
  await adas.desk.call('Typing', { conversation: '' })
  const { envelope } = relay.heard.find(({ method }) => method === 'SignalSealed')!.command as { envelope: Uint8Array }
  expect(await bos.isTyping(envelope)).toBe(true)
  expect(await adas.isTyping(envelope)).toBe(false)
  expect(await bos.isTyping(relay.entries[0]!.envelope)).toBe(false)
  const cut = envelope.slice()
  cut[130]! ^= 1
  expect(await bos.isTyping(cut)).toBe(false)
})

test('the first browser of an identity makes the chain; a further one says that it must be added', async () => {
  const relay = new Relay()
  const ada = await join(relay, 'Ada')
  expect(ada.keys.keys()).toBe('ready')
  expect(decodeEntry(relay.chains.get(ada.profile.id)![0]!)?.entry.devices).toHaveLength(1)
  const elsewhere = await join(relay, 'Ada', ada.profile)
  expect(elsewhere.keys.keys()).toBe('elsewhere')
  const reloaded = await join(relay, 'Ada', ada.profile, ada.store)
  expect(reloaded.keys.keys()).toBe('ready')
  expect(relay.chains.get(ada.profile.id)).toHaveLength(1)
})

test('two tabs that make keys at once, where there are no locks, are one device with one key', async () => {
  const [relay, name] = [new Relay(), newId()]
  const bo = await join(relay, 'Bo')
  const ada = profileOf('Ada')
  const tabs = await Promise.all([0, 1].map(() => join(relay, 'Ada', ada, createKeyStore(name))))
  expect(tabs.map(({ keys }) => keys.keys())).toEqual(['ready', 'ready'])
  expect(relay.chains.get(ada.id)).toHaveLength(1)
  const chat = await bo.opens(ada)
  await bo.says(chat, 'hi')
  for (const tab of tabs) expect(await tab.reads(await tab.opens(bo.profile))).toEqual(['hi'])
})

test('keys whose genesis was never taken are made anew, and a chain that is gone is an alarm', async () => {
  const relay = new Relay()
  relay.losesAnswersTo.add('AppendToChain')
  const ada = await join(relay, 'Ada')
  expect(ada.keys.keys()).toBe('ready')
  relay.chains.clear()
  expect((await join(relay, 'Ada', ada.profile, ada.store)).keys.keys()).toBe('broken')
})

test('after the end of a friendship nothing more is sent, what was written stays, and the text is not lost', async () => {
  const { relay, ada, bo, adas, bos } = await twoPeople()
  await ada.says(adas, 'before')
  relay.friends = false
  const command = { conversation: '', id: ada.desk.newMessageId(), text: 'after', replyTo: null }
  expect((await adas.desk.call('SendMessage', command)).refusal?.code).toBe('notFriends')
  expect(await bo.reads(bos)).toEqual(['before'])
  relay.friends = true
  expect((await adas.desk.call('SendMessage', command)).value).toMatchObject({ sequence: 2 })
  expect(await bo.reads(await bo.opens(ada.profile))).toEqual(['before', 'after'])
})

test('of a long chat the newest page is opened, and no more', async () => {
  const { relay, ada, bo, adas } = await twoPeople()
  for (let number = 1; number <= 60; number++) await ada.says(adas, `text ${number}`)
  const fresh = await bo.opens(ada.profile)
  relay.heard.length = 0
  expect(await bo.reads(fresh, 30)).toEqual(Array.from({ length: 30 }, (_, index) => `text ${index + 31}`))
  expect([fresh.log.find(30), fresh.log.find(31)?.said?.body.kind]).toEqual([undefined, 'message'])
  expect(relay.heard.map(({ method }) => method)).toEqual(['ReadSealed', 'ReadEpochs'])
})

test('what cannot be read costs one question for epochs and one for a chain with each page, however much it is', async () => {
  const { relay, ada, bo, adas } = await twoPeople()
  for (let number = 1; number <= 20; number++) await ada.says(adas, `text ${number}`)
  const honest = relay.entries
  // Of other epochs and later devices than there are, as it may be when what is asked for is not there yet.
  relay.entries = honest.map((entry, index) => {
    const envelope = entry.envelope.slice()
    new DataView(envelope.buffer).setUint32(index % 2 ? 68 : 72, 7 + index)
    return { ...entry, envelope }
  })
  const fresh = await bo.opens(ada.profile)
  for (let time = 0; time < 3; time++) {
    relay.heard.length = 0
    expect(await bo.reads(fresh)).toEqual(Array.from({ length: 20 }, () => '<unreadable>'))
    expect(relay.heard.map(({ method }) => method)).toEqual(['ReadSealed', 'ReadEpochs', 'GetChain'])
  }
  relay.entries = honest
  expect(await bo.reads(fresh)).toEqual(Array.from({ length: 20 }, (_, index) => `text ${index + 1}`))
})

describe('when a key of one of the two is another', () => {
  const epochsOf = (relay: Relay) => relay.entries.map(({ envelope }) => decodeHeader(envelope)?.header.epoch)

  test.each(['own', 'theirs'])('(%s) the next message goes out under another epoch, which both read', async (whose) => {
    const { relay, ada, bo, adas, bos } = await twoPeople()
    await ada.says(adas, 'before')
    await bo.reads(bos)
    await changesDevices(relay, whose === 'own' ? ada : bo, {})
    expect(await ada.says(adas, 'after')).toBe(2)
    expect(await bo.says(bos, 'heard')).toBe(3)
    expect(epochsOf(relay)).toEqual([1, 2, 2])
    for (const [who, other] of [
      [ada, bo],
      [bo, ada],
    ] as const)
      expect(await who.reads(await who.opens(other.profile))).toEqual(['before', 'after', 'heard'])
    for (const [who, chat] of [
      [ada, adas],
      [bo, bos],
    ] as const)
      expect(await who.reads(chat)).toEqual(['before', 'after', 'heard'])
  })

  test('while some wait and one is on its way: each is said once, in its order', async () => {
    const { relay, ada, bo, adas, bos } = await twoPeople()
    await ada.says(adas, 'first')
    relay.meanwhile = async (method) => {
      if (method !== 'SendSealed') return
      relay.meanwhile = undefined
      await changesDevices(relay, bo, {})
    }
    expect(await Promise.all(['a', 'b', 'c'].map((text) => ada.says(adas, text)))).toEqual([2, 3, 4])
    expect(await bo.reads(bos)).toEqual(['first', 'a', 'b', 'c'])
    expect(epochsOf(relay)).toEqual([1, 1, 2, 2])
    expect(relay.records).toHaveLength(2)
  })

  test.each([true, false])(
    'and an answer was lost (stored: %s), it is said once, also after a reload',
    async (stored) => {
      const { relay, ada, bo, adas, bos } = await twoPeople()
      await ada.says(adas, 'first')
      const command = { conversation: '', id: ada.desk.newMessageId(), text: 'once', replyTo: null }
      relay.losesAnswersTo.add('SendSealed')
      await adas.desk.call('SendMessage', command)
      if (!stored) relay.entries.pop()
      await changesDevices(relay, bo, {})
      const reloaded = await ada.opens(bo.profile)
      expect((await reloaded.desk.call('SendMessage', command)).value).toMatchObject({ sequence: 2 })
      await ada.says(reloaded, 'last')
      expect(await bo.reads(bos)).toEqual(['first', 'once', 'last'])
      expect(epochsOf(relay)).toEqual(stored ? [1, 1, 2] : [1, 2, 2])
    },
  )

  test('edits and signals go on, too; a signal begins nothing', async () => {
    const { relay, ada, bo, adas, bos } = await twoPeople()
    await ada.says(adas, 'frist')
    await bo.reads(bos)
    await changesDevices(relay, bo, {})
    await adas.desk.call('Typing', { conversation: '' })
    await adas.desk.call('Typing', { conversation: '' })
    expect(relay.records).toHaveLength(1)
    expect((await adas.desk.call('EditMessage', { conversation: '', message: 1, text: 'first' })).refusal).toBeNull()
    await adas.desk.call('Typing', { conversation: '' })
    expect(relay.records).toHaveLength(2)
    expect(await bo.reads(bos)).toEqual(['first'])
    const signal = relay.heard.findLast(({ method }) => method === 'SignalSealed')!.command as { envelope: Uint8Array }
    expect(await bos.isTyping(signal.envelope)).toBe(true)
  })

  test('and both begin at once, they agree', async () => {
    const { relay, ada, bo, adas, bos } = await twoPeople()
    await ada.says(adas, 'first')
    await bo.reads(bos)
    await changesDevices(relay, bo, {})
    await changesDevices(relay, ada, {})
    await Promise.all([ada.says(adas, 'a'), bo.says(bos, 'b')])
    expect(relay.records).toHaveLength(2)
    expect((await ada.reads(adas)).toSorted()).toEqual(['a', 'b', 'first'])
    expect((await bo.reads(bos)).toSorted()).toEqual(['a', 'b', 'first'])
  })

  test('an open chat of a browser that was given the new key later reads what it could not, once it has it', async () => {
    const { relay, ada, bo, adas } = await twoPeople()
    const phone = await addsBrowser(relay, bo)
    const onPhone = await phone.opens(ada.profile)
    await ada.says(adas, 'before')
    expect(await phone.reads(onPhone)).toEqual(['before'])
    await changesDevices(relay, bo, {})
    await ada.says(adas, 'after')
    expect(await phone.reads(onPhone)).toEqual(['before', '<unreadable>'])
    for (const [version, keys] of await bo.store.identityKeys(bo.profile.id))
      await phone.store.keepIdentityKey(bo.profile.id, version, keys)
    phone.keys.attached()
    onPhone.attached()
    expect(await phone.reads(onPhone)).toEqual(['before', 'after'])
  })
})

describe('a device that its owner has removed', () => {
  /** Ada has a phone that says something, and something more that the server keeps to itself; she removes it. */
  async function removed(says = 1) {
    const two = await twoPeople()
    const { relay, ada, bo, adas, bos } = two
    await bo.says(bos, 'hello')
    const phone = await addsBrowser(relay, ada)
    const onPhone = await phone.opens(bo.profile)
    for (let number = 1; number <= says; number++) await phone.says(onPhone, `phone ${number}`)
    await phone.says(onPhone, 'late')
    const late = relay.entries.pop()!
    await changesDevices(relay, ada, { removes: phone.keys.device()!.device })
    const closes = () => relay.records.map((bytes) => decodeRecord(bytes)!.record.closes)
    const device = phone.keys.device()!.device
    const giveLate = () => relay.entries.push({ ...late, sequence: relay.entries.length + 1 })
    return { ...two, adas, device, closes, giveLate }
  }

  test.each(['Ada', 'Bo'])(
    'is closed by whoever begins the next epoch (%s), and what it says then is marked',
    async (by) => {
      const { relay, ada, bo, adas, bos, device, closes, giveLate } = await removed()
      await (by === 'Ada' ? ada.says(adas, 'after') : bo.says(bos, 'after'))
      expect(closes()).toEqual([[], [{ device, lastCounter: 1n }]])
      giveLate()
      for (const [who, other] of [
        [ada, bo],
        [bo, ada],
      ] as const)
        expect(await who.reads(await who.opens(other.profile))).toEqual([
          'hello',
          'phone 1',
          'after',
          'late<removedDevice>',
        ])
      // What is closed is not closed again.
      await changesDevices(relay, bo, {})
      await bo.says(bos, 'on')
      expect(closes().slice(2)).toEqual([[]])
    },
  )

  test('and what was read of it before anybody closed it is marked by then', async () => {
    const { ada, bo, adas, bos, relay, giveLate } = await removed()
    expect(await bo.reads(bos)).toEqual(['hello', 'phone 1'])
    const kept = relay.entries.length
    await ada.says(adas, 'after')
    const after = relay.entries.pop()!
    const record = relay.records.pop()!
    giveLate()
    expect(await bo.reads(bos)).toEqual(['hello', 'phone 1', 'late'])
    relay.records.push(record)
    relay.entries.push({ ...after, sequence: kept + 2 })
    expect(await bo.reads(bos)).toEqual(['hello', 'phone 1', 'late<removedDevice>', expect.stringContaining('after')])
  })

  test('and that never said anything here is closed at nothing', async () => {
    const { ada, bo, adas, device, closes, giveLate } = await removed(0)
    await ada.says(adas, 'after')
    expect(closes()).toEqual([[], [{ device, lastCounter: 0n }]])
    giveLate()
    expect(await bo.reads(await bo.opens(ada.profile))).toEqual(['hello', 'after', 'late<removedDevice>'])
  })

  test('is looked for as far up as it wrote, also by a browser that has read nothing yet', async () => {
    const { ada, bo, adas, device, closes } = await removed(2)
    for (let number = 0; number < 3; number++) await ada.says(adas, `text ${number}`)
    expect(closes()[1]).toEqual([{ device, lastCounter: 2n }])
    expect(await bo.reads(await bo.opens(ada.profile))).not.toContainEqual(expect.stringContaining('<'))
  })

  test('and never heard of closing waits until the conversation can be read', async () => {
    const { relay, bo, bos, closes } = await removed()
    relay.losesAnswersTo.add('ReadSealed')
    await expect(bo.says(bos, 'after')).rejects.toThrow('unavailable')
    expect(closes()).toHaveLength(1)
    expect(await bo.says(bos, 'after')).toBe(3)
    expect(closes()[1]).toHaveLength(1)
  })

  test('and whom the other lists as their own, and removes, closes nobody of the first', async () => {
    const { relay, ada, bo, adas, bos } = await twoPeople()
    await ada.says(adas, 'mine')
    await bo.reads(bos)
    const own = decodeEntry(relay.chains.get(ada.profile.id)![0]!)!.entry.devices[0]!
    await changesDevices(relay, bo, { adds: [own] })
    await bo.says(bos, 'listed')
    await changesDevices(relay, bo, {})
    await bo.says(bos, 'rotated')
    await changesDevices(relay, bo, { removes: own.id })
    await bo.says(bos, 'removed')
    expect(decodeRecord(relay.records.at(-1)!)!.record.closes).toHaveLength(1)
    await ada.says(adas, 'still mine')
    for (const [who, other] of [
      [ada, bo],
      [bo, ada],
    ] as const)
      expect(await who.reads(await who.opens(other.profile))).toEqual([
        'mine',
        'listed',
        'rotated',
        'removed',
        'still mine',
      ])
  })
})

describe('between two messages of different epochs', () => {
  test('it is told what became of the devices of either, once, and by what can be read alone', async () => {
    const { relay, ada, bo, adas, bos } = await twoPeople()
    await ada.says(adas, 'a')
    const phone = await addsBrowser(relay, ada)
    await changesDevices(relay, bo, { adds: [(await newDevice('paper')).record] })
    await ada.says(adas, 'b')
    await changesDevices(relay, ada, { removes: phone.keys.device()!.device })
    await bo.reads(bos)
    await bos.desk.call('React', { conversation: '', message: 1, emoji: '👍', on: true })
    await bo.says(bos, 'c')
    await changesDevices(relay, bo, {})
    await bo.says(bos, 'd')
    for (const [who, other] of [
      [ada, bo],
      [bo, ada],
    ] as const) {
      const chat = await who.opens(other.profile)
      expect(await who.reads(chat)).toEqual(['a', 'b', 'c', 'd'])
      expect(chat.keyNews(1, 2)).toEqual([])
      const both = [
        { account: ada.profile.id, anew: false, added: 0, removed: 1, recovery: false },
        { account: bo.profile.id, anew: false, added: 0, removed: 0, recovery: true },
      ]
      expect(chat.keyNews(2, 4)).toEqual(who === ada ? both : both.toReversed())
      // Another key alone is nobody's business.
      expect(chat.keyNews(4, 5)).toEqual([])
      expect(chat.keyNews(5, 2)).toEqual([])
      expect(chat.keyNews(0, 2)).toEqual([])
    }
  })

  test('it is told who began anew, by who knew them before', async () => {
    const { relay, ada, bo, adas, bos } = await twoPeople()
    await bo.says(bos, 'a')
    relay.chains.delete(bo.profile.id)
    const again = await join(relay, 'Bo', bo.profile)
    await ada.identities.follow(bo.profile.id)
    await ada.identities.accept(bo.profile.id)
    await ada.says(adas, 'b')
    expect(await ada.reads(adas)).toEqual(['a', 'b'])
    expect(adas.keyNews(1, 2)).toMatchObject([{ account: bo.profile.id, anew: true }])
    const agains = await again.opens(ada.profile)
    expect(await again.reads(agains)).toEqual(['<unreadable>', 'b'])
    expect(agains.keyNews(1, 2)).toEqual([])
  })
})

describe('what was sealed and is kept for another try', () => {
  const DayMs = 24 * 60 * 60_000
  const sent = (relay: Relay) => relay.heard.filter(({ method }) => method === 'SendSealed').length

  /** Ada sends one, whose answer is lost if so wished. */
  async function sends(lost: boolean, ageMs = 0) {
    const two = await twoPeople()
    const { relay, ada, bo, adas } = two
    const id = messageId(Date.now() - ageMs, newId())
    const command = { conversation: '', id, text: 'once', replyTo: null }
    if (lost) relay.losesAnswersTo.add('SendSealed')
    await adas.desk.call('SendMessage', command)
    const conversation = await directConversation(ada.profile.id, bo.profile.id)
    const kept = async () => (await ada.store.findSealed(ada.profile.id, conversation, id)) !== undefined
    return { ...two, command, kept }
  }

  test.each([false, true])(
    'is dropped after a reload that came before it was, and is not sent again; sealed a second time: %s',
    async (again) => {
      const two = await twoPeople()
      two.relay.staleOnce = again
      const { relay, ada, bo, adas } = two
      const command = { conversation: '', id: ada.desk.newMessageId(), text: 'once', replyTo: null }
      const { value } = await adas.desk.call('SendMessage', command)
      const conversation = await directConversation(ada.profile.id, bo.profile.id)
      const kept = () => ada.store.findSealed(ada.profile.id, conversation, command.id)
      expect((await kept())?.messageId === command.id).toBe(!again)
      const reloaded = await ada.opens(bo.profile)
      await ada.says(reloaded, 'another')
      expect(await kept()).toBeUndefined()
      const before = sent(relay)
      // A tab that did not come to note that it was sent.
      expect((await reloaded.desk.call('SendMessage', command)).value).toEqual({ ...value, mentions: [] })
      expect(sent(relay)).toBe(before)
      expect(await bo.reads(two.bos)).toEqual(['once', 'another'])
    },
  )

  test('is found as sent when it was seen, though nobody heard that it was taken and it was discarded', async () => {
    const { relay, ada, bo, adas, kept } = await sends(true)
    await ada.reads(adas)
    await ada.says(await ada.opens(bo.profile), 'another')
    expect(await kept()).toBe(false)
    expect(relay.entries).toHaveLength(2)
  })

  test('of which nobody knows what became of it is sent as it is for a week, and after it not by itself', async () => {
    for (const [ageMs, isKept] of [
      [6 * DayMs, true],
      [8 * DayMs, false],
    ] as const) {
      const { relay, ada, bo, command, kept } = await sends(true, ageMs)
      const reloaded = await ada.opens(bo.profile)
      await ada.says(reloaded, 'another')
      expect(await kept()).toBe(isKept)
      const before = sent(relay)
      const { value, refusal } = await reloaded.desk.call('SendMessage', command)
      expect([value?.sequence, refusal?.code]).toEqual(isKept ? [1, undefined] : [undefined, 'messageIdTaken'])
      expect(sent(relay) - before).toBe(isKept ? 1 : 0)
      // Whoever sends it again all the same sends another one.
      if (!isKept) await ada.says(reloaded, 'once')
      expect(relay.entries).toHaveLength(isKept ? 2 : 3)
    }
  })

  test('and was stored where the server has lost it since is not sent by itself', async () => {
    const { relay, ada, bo, command } = await sends(false)
    await ada.says(await ada.opens(bo.profile), 'another')
    relay.entries = []
    const reloaded = await ada.opens(bo.profile)
    expect((await reloaded.desk.call('SendMessage', command)).refusal?.code).toBe('messageIdTaken')
    expect(relay.entries).toEqual([])
  })
})
