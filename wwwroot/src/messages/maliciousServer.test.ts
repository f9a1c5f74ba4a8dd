import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SealedEntry } from '../contract'
import type { Bytes } from '../keys/bytes'
import { next } from '../keys/testDevices'
import { newPerson } from '../keys/testEpochs'
import { AtEnd } from './directsView'
import { join, profileOf, Relay, type Somebody, twoPeople } from './testRelay'

// The server between two people may do what it likes. What is read then is what was written, in its order, or it says what is wrong.

const renumbered = (entries: readonly SealedEntry[]) =>
  entries.map((entry, index) => ({ ...entry, sequence: index + 1 }))

/** Ada says a, c and e, Bo b and d. */
async function talk() {
  const two = await twoPeople()
  const { ada, bo, adas, bos } = two
  for (const [who, chat, text] of [
    [ada, adas, 'a'],
    [bo, bos, 'b'],
    [ada, adas, 'c'],
    [bo, bos, 'd'],
    [ada, adas, 'e'],
  ] as const)
    await who.says(chat, text)
  return two
}

/** What Bo reads who opens the chat now, with what the server makes of it. */
async function readBy(
  who: Somebody,
  from: Somebody,
  relay: Relay,
  entries?: (honest: readonly SealedEntry[]) => readonly SealedEntry[],
) {
  if (entries) relay.tampering.entries = entries
  return who.reads(await who.opens(from.profile))
}

describe('a server that changes what was written', () => {
  test('turns two of one sender round', async () => {
    const { relay, ada, bo } = await talk()
    expect(
      await readBy(bo, ada, relay, (all) => renumbered([all[2]!, all[1]!, all[0]!, all[3]!, all[4]!])),
    ).toContainEqual(expect.stringContaining('<'))
  })

  test('leaves one out and counts on', async () => {
    const { relay, ada, bo } = await talk()
    const read = await readBy(bo, ada, relay, (all) => renumbered(all.filter((_, index) => index !== 2)))
    expect(read).toEqual(['a', 'b', 'd<repeated>', 'e<replaced>'])
  })

  test('leaves one out and counts on, for somebody who has seen nothing yet', async () => {
    const { relay, ada, bo, adas } = await twoPeople()
    for (const text of ['a', 'b', 'c']) await ada.says(adas, text)
    const read = await readBy(bo, ada, relay, (all) => renumbered(all.filter((_, index) => index !== 1)))
    expect(read).toEqual(['a', 'c<missingBefore>'])
  })

  test('leaves one out and leaves the gap', async () => {
    const { relay, ada, bo } = await talk()
    const read = await readBy(bo, ada, relay, (all) => all.filter((_, index) => index !== 2))
    expect(read).toContain('d<missingBefore>')
  })

  test('repeats one', async () => {
    const { relay, ada, bo } = await talk()
    expect(await readBy(bo, ada, relay, (all) => renumbered([...all, all[0]!]))).toContain('a<repeated>')
  })

  test('shows another one in the place of one that was read', async () => {
    const { relay, ada, bo, bos } = await talk()
    await bo.reads(bos)
    const read = await readBy(bo, ada, relay, (all) => renumbered([all[0]!, all[1]!, all[4]!, all[3]!, all[2]!]))
    expect(read.filter((text) => text.includes('<'))).toHaveLength(2)
  })

  test('says that the other has said it', async () => {
    const { relay, ada, bo } = await talk()
    const read = await readBy(bo, ada, relay, (all) => all.map((entry) => ({ ...entry, author: bo.profile.id })))
    expect(read).toEqual(['<unreadable>', 'b', '<unreadable>', 'd', '<unreadable>'])
  })

  test('flips any one bit', async () => {
    const { relay, ada, bo } = await talk()
    await fc.assert(
      fc.asyncProperty(fc.nat(relay.entries[0]!.envelope.length * 8 - 1), async (bit) => {
        const [first, ...rest] = await readBy(bo, ada, relay, ([first, ...others]) => {
          const envelope = first!.envelope.slice()
          envelope[bit >> 3]! ^= 1 << (bit & 7)
          return [{ ...first!, envelope }, ...others]
        })
        expect(first).toMatch(/^<(unreadable|replaced)>$/)
        expect(rest.at(-1)).toContain('e')
      }),
      { numRuns: 60 },
    )
  })

  test('gives a message of another conversation', async () => {
    const { relay, ada, bo } = await talk()
    const cy = profileOf('Cy')
    const elsewhere = await twoPeople()
    await elsewhere.ada.says(elsewhere.adas, `for ${cy.name}`)
    const foreign = elsewhere.relay.entries[0]!
    const read = await readBy(bo, ada, relay, (all) => [...all, { ...foreign, sequence: 6, author: ada.profile.id }])
    expect(read.at(-1)).toBe('<unreadable>')
  })

  test('gives anything at all', async () => {
    const { relay, ada, bo } = await talk()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 600 }), async (noise) => {
        const read = await readBy(bo, ada, relay, (all) => [
          ...all,
          { ...all[0]!, sequence: 6, envelope: new Uint8Array(noise) },
        ])
        expect(read.slice(0, 5)).toEqual(['a', 'b', 'c', 'd', 'e'])
        expect(read[5]).toBe('<unreadable>')
      }),
      { numRuns: 40 },
    )
  })

  test('does any of it at random: what is read without a mark was said, each once and by its sender in their order', async () => {
    const { relay, ada, bo, bos } = await talk()
    const index = fc.nat(4)
    const act = fc.oneof(
      fc.record({ do: fc.constant('drop' as const), at: index }),
      fc.record({ do: fc.constant('repeat' as const), at: index, to: index }),
      fc.record({ do: fc.constant('move' as const), at: index, to: index }),
    )
    await bo.reads(bos)
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 4 }), async (acts) => {
        const hostile = (honest: readonly SealedEntry[]) => {
          const all = [...honest]
          for (const each of acts) {
            const [one] = each.do === 'repeat' ? [all[each.at]] : all.splice(each.at, 1)
            if (one && each.do !== 'drop') all.splice(each.to, 0, one)
          }
          return renumbered(all)
        }
        // A browser that has seen it all before, and one that sees it for the first time.
        const stranger = await join(relay, 'Bo', bo.profile, bo.store)
        const read = await readBy(stranger, ada, relay, hostile)
        const clean = read.filter((text) => !text.includes('<'))
        expect(new Set(clean).size).toBe(clean.length)
        const shown = hostile(relay.entries)
        const isHonest = shown.every((entry, at) => entry.envelope === relay.entries[at]?.envelope)
        if (!isHonest) expect([read.length < 5, read.some((text) => text.includes('<'))]).toContain(true)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a server that plays with keys', () => {
  test('shows a friend who is somebody else: nothing goes out before one has taken notice', async () => {
    const { relay, ada, bo, adas } = await talk()
    const mallory = await newPerson(bo.profile.id)
    const entry = mallory.entries[0]!
    relay.tampering.chain = (chain, of) =>
      of === bo.profile.id ? [new Uint8Array([...entry.body, ...entry.signature])] : chain
    await ada.identities.follow(bo.profile.id)
    expect(ada.identities.state(bo.profile.id).kind).toBe('changed')
    const command = { conversation: '', id: ada.desk.newMessageId(), text: 'secret', replyTo: null }
    expect((await adas.desk.call('SendMessage', command)).refusal?.code).toBe('staleEpoch')
    expect(relay.entries).toHaveLength(5)
  })

  test('the same, when a message was written before it was looked', async () => {
    const { relay, ada, bo } = await talk()
    const mallory = await newPerson(bo.profile.id)
    const entry = mallory.entries[0]!
    relay.tampering.chain = (chain, of) =>
      of === bo.profile.id ? [new Uint8Array([...entry.body, ...entry.signature])] : chain
    const again = await join(relay, 'Ada', ada.profile, ada.store)
    const chat = await again.opens(bo.profile, 'unknown')
    expect(again.identities.state(bo.profile.id).kind).toBe('unknown')
    for (let tries = 0; tries < 2; tries++) {
      const command = { conversation: '', id: again.desk.newMessageId(), text: 'secret', replyTo: null }
      expect((await chat.desk.call('SendMessage', command)).refusal?.code).toBe('staleEpoch')
    }
    expect(relay.entries).toHaveLength(5)
    expect(relay.records).toHaveLength(1)
  })

  test('forks or takes back the chain of a friend', async () => {
    const { relay, ada, bo } = await talk()
    for (const chain of [[], [relay.chains.get(ada.profile.id)![0]!]] as Bytes[][]) {
      relay.tampering.chain = (honest, of) => (of === bo.profile.id ? chain : honest)
      await ada.identities.follow(bo.profile.id)
      expect(ada.identities.state(bo.profile.id).kind).toBe('broken')
    }
  })

  test('adds a device of its own to the chain of a friend', async () => {
    const { relay, ada, bo } = await talk()
    const mallory = await newPerson(bo.profile.id)
    const genesis = relay.chains.get(bo.profile.id)![0]!
    const { decodeEntry } = await import('../keys/chainEntry')
    const forged = await next(decodeEntry(genesis), bo.profile.id, mallory.device, {
      devices: [decodeEntry(genesis)!.entry.devices[0]!, mallory.device.record],
    })
    relay.tampering.chain = (honest, of) =>
      of === bo.profile.id ? [genesis, new Uint8Array([...forged.body, ...forged.signature])] : honest
    await ada.identities.follow(bo.profile.id)
    expect(ada.identities.state(bo.profile.id).kind).toBe('broken')
  })

  test('gives out no epochs, or not the newest, or another one', async () => {
    const { relay, ada, bo } = await talk()
    const cy = await twoPeople()
    await cy.ada.says(cy.adas, 'elsewhere')
    const foreign = cy.relay.records
    for (const records of [[], foreign] as Bytes[][]) {
      relay.tampering.epochs = () => records
      expect(await ada.reads(await ada.opens(bo.profile))).toEqual(Array.from({ length: 5 }, () => '<unreadable>'))
    }
    relay.tampering.epochs = (honest) => honest
    expect(await ada.reads(await ada.opens(bo.profile))).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
})

describe('when a friend began anew', () => {
  /** Bo has lost everything, and has another browser with other keys; what he had said last the server has kept to itself. */
  async function anew() {
    const two = await talk()
    const { relay, bo, bos } = two
    await bo.says(bos, 'late')
    const late = relay.entries.pop()!
    relay.chains.delete(bo.profile.id)
    return { ...two, late, again: await join(relay, 'Bo', bo.profile) }
  }
  type Two = Awaited<ReturnType<typeof anew>>
  const sends = async ({ ada }: Two, chat: Awaited<ReturnType<Somebody['opens']>>) => {
    const command = { conversation: '', id: ada.desk.newMessageId(), text: 'secret', replyTo: null }
    return (await chat.desk.call('SendMessage', command)).refusal?.code
  }
  const before = ['a', 'b', 'c', 'd', 'e']

  test('nothing goes out before one has taken notice, and then it goes on; what was before stays readable', async () => {
    const two = await anew()
    const { relay, ada, again, adas } = two
    await ada.identities.follow(again.profile.id)
    expect(ada.identities.state(again.profile.id).kind).toBe('changed')
    expect(await sends(two, adas)).toBe('staleEpoch')
    expect([relay.entries.length, relay.records.length]).toEqual([5, 1])
    expect(await ada.reads(await ada.opens(again.profile))).toEqual(before)
    await ada.identities.accept(again.profile.id)
    await ada.says(adas, 'who are you?')
    const agains = await again.opens(ada.profile)
    await again.says(agains, 'me')
    expect(relay.records).toHaveLength(2)
    const reloaded = await join(relay, 'Ada', ada.profile, ada.store)
    for (const chat of [adas, await ada.opens(again.profile), await reloaded.opens(again.profile)])
      expect(await ada.reads(chat)).toEqual([...before, 'who are you?', 'me'])
    // Whoever lost their keys has lost what was sealed for them, and sees that it is there.
    expect(await again.reads(agains)).toEqual([...before.map(() => '<unreadable>'), 'who are you?', 'me'])
  })

  test('the one who began anew may be the first to write', async () => {
    const two = await anew()
    const { relay, ada, again, adas } = two
    const agains = await again.opens(ada.profile)
    await again.says(agains, 'me')
    expect(await ada.reads(adas)).toEqual([...before, '<unreadable>'])
    expect(ada.identities.state(again.profile.id).kind).toBe('changed')
    expect(await sends(two, adas)).toBe('staleEpoch')
    await ada.identities.accept(again.profile.id)
    expect(await ada.reads(adas)).toEqual([...before, 'me'])
    await ada.says(adas, 'hello')
    expect(relay.records).toHaveLength(2)
    expect((await again.reads(agains)).slice(5)).toEqual(['me', 'hello'])
  })

  test('more than once, and both', async () => {
    const two = await anew()
    const { relay, ada, again } = two
    await ada.identities.follow(again.profile.id)
    await ada.identities.accept(again.profile.id)
    await ada.says(await ada.opens(again.profile), 'f')
    relay.chains.delete(again.profile.id)
    const third = await join(relay, 'Bo', again.profile)
    await ada.identities.follow(third.profile.id)
    await ada.identities.accept(third.profile.id)
    await ada.says(await ada.opens(third.profile), 'g')
    expect(await ada.reads(await ada.opens(third.profile))).toEqual([...before, 'f', 'g'])
    relay.chains.delete(ada.profile.id)
    const adaAgain = await join(relay, 'Ada', ada.profile)
    await adaAgain.says(await adaAgain.opens(third.profile), 'h')
    await third.identities.follow(ada.profile.id)
    expect(await third.reads(await third.opens(ada.profile))).toEqual(
      [...[...before, 'f'].map(() => '<unreadable>'), 'g', 'h'].map((text, index) =>
        index === 6 ? '<unreadable>' : text,
      ),
    )
  })

  test('what was said as who they were, and comes after what was said since, is marked', async () => {
    const { relay, ada, again, adas, late } = await anew()
    await ada.identities.follow(again.profile.id)
    await ada.identities.accept(again.profile.id)
    await ada.says(adas, 'f')
    relay.entries.push({ ...late, sequence: 7 })
    for (const chat of [adas, await ada.opens(again.profile)])
      expect(await ada.reads(chat)).toEqual([...before, 'f', 'late<outOfOrder>'])
  })

  test('a server that shows who they were again is another change of which one takes notice first', async () => {
    const two = await anew()
    const { relay, ada, bo, again, adas } = two
    const former = (await ada.store.keptChain(ada.profile.id, bo.profile.id)).map((entry) => Uint8Array.from(entry))
    await ada.identities.follow(again.profile.id)
    await ada.identities.accept(again.profile.id)
    await ada.says(adas, 'f')
    relay.tampering.chain = (chain, of) => (of === bo.profile.id ? former : chain)
    await ada.identities.follow(bo.profile.id)
    expect(ada.identities.state(bo.profile.id).kind).toBe('changed')
    expect(await sends(two, adas)).toBe('staleEpoch')
    expect(relay.records).toHaveLength(2)
  })

  test('a record that names nobody one knows opens nothing; one that is not the next in the row is the end of it', async () => {
    const { relay, ada, again } = await anew()
    await ada.identities.follow(again.profile.id)
    await ada.identities.accept(again.profile.id)
    await ada.says(await ada.opens(again.profile), 'f')
    const [first, second] = relay.records as [Bytes, Bytes]
    const agains = await again.opens(ada.profile)
    const changed = first.slice()
    changed[60]! ^= 1
    for (const records of [[changed, second], [second], [first, first, second]]) {
      relay.tampering.epochs = () => records
      agains.attached()
      expect(await again.reads(agains)).not.toContain('f')
    }
    relay.tampering = {}
    agains.attached()
    expect((await again.reads(agains)).at(-1)).toBe('f')
  })
})

test('a server that takes back what was written: other words at the same place are marked', async () => {
  const { relay, ada, bo, adas, bos } = await talk()
  await bo.reads(bos)
  // As after a backup from before the last two.
  relay.entries = relay.entries.slice(0, 3)
  await ada.says(adas, 'f')
  const read = await bo.reads(await bo.opens(ada.profile))
  expect(read.slice(0, 3)).toEqual(['a', 'b', 'c'])
  expect(read[3]).toMatch(/^f<(replaced|missingBefore)>$/)
})

describe('a server that holds back changes of what somebody jumps far up to', () => {
  /** Ada writes five, deletes the second, edits the third and goes on; Bo has the last two before him and jumps up. */
  async function jumpUp(withheld: readonly number[]) {
    const two = await twoPeople()
    const { relay, ada, bo, adas, bos } = two
    for (const text of ['a', 'b', 'c', 'd', 'e']) await ada.says(adas, text)
    await adas.desk.call('DeleteMessage', { conversation: '', message: 2 })
    await adas.desk.call('EditMessage', { conversation: '', message: 3, text: 'changed' })
    await bo.reads(bos)
    await bos.desk.call('React', { conversation: '', message: 1, emoji: '👍', on: true })
    await ada.says(adas, 'f')
    await bo.says(bos, 'g')
    relay.tampering.changes = (all) => all.filter(({ sequence }) => !withheld.includes(sequence))
    return { ...two, fresh: await jumped(bo, ada) }
  }

  async function jumped(who: Somebody, from: Somebody) {
    const chat = await who.opens(from.profile)
    await chat.log.read({ before: null, after: null, count: 2 })
    await chat.log.read({ before: 4, after: null, count: 3 })
    return chat
  }

  const shown = (chat: Awaited<ReturnType<Somebody['opens']>>) =>
    [1, 2, 3].map((sequence) => {
      const message = chat.log.message(sequence)
      return [message?.deleted ? '<deleted>' : message?.text, message?.reactions.length, chat.log.doubt(sequence)]
    })

  test('is told from one that holds back none', async () => {
    const { fresh } = await jumpUp([])
    expect(shown(fresh)).toEqual([
      ['a', 1, undefined],
      ['<deleted>', 0, undefined],
      ['changed', 0, undefined],
    ])
  })

  test.each([[[6]], [[7]], [[8]], [[6, 7]], [[6, 7, 8]]])(
    'where whoever made them wrote more since: without %j that is told there',
    async (withheld) => {
      const { fresh } = await jumpUp(withheld)
      expect(shown(fresh)[2]?.[2]).toBe('changeMissing')
      expect([9, 10].map(fresh.log.doubt)).toEqual([undefined, undefined])
    },
  )

  test('until it gives them', async () => {
    const { relay, ada, bo, fresh } = await jumpUp([6])
    relay.tampering = {}
    await fresh.log.read({ before: null, after: 5, count: 3 })
    const given = shown(fresh)
    expect(given[1]).toEqual(['<deleted>', 0, undefined])
    expect(given[2]).toEqual(['changed', 0, undefined])
    expect(shown(await jumped(bo, ada))).toEqual(given)
  })

  test('by giving something else, which cannot be read', async () => {
    const { relay, ada, bo } = await jumpUp([])
    relay.tampering.changes = (all) =>
      all.map((entry) => (entry.sequence === 6 ? { ...entry, envelope: entry.envelope.slice().fill(7, 120) } : entry))
    expect(shown(await jumped(bo, ada))[2]?.[2]).toBe('changeMissing')
  })

  test('is told from one that has erased them', async () => {
    const { relay, ada, bo } = await jumpUp([])
    relay.gone.add(ada.profile.id)
    relay.tampering.changes = (all) =>
      all.map((entry) => (entry.sequence === 6 ? { ...entry, envelope: new Uint8Array() } : entry))
    expect(shown(await jumped(bo, ada))[2]?.[2]).toBeUndefined()
  })
})

describe('a server that was set up anew from a backup, while tabs are open', () => {
  async function restored(count: number) {
    const two = await talk()
    for (const [who, chat] of [
      [two.ada, two.adas],
      [two.bo, two.bos],
    ] as const)
      await who.reads(chat)
    two.relay.entries = two.relay.entries.slice(0, count)
    return two
  }

  test('goes on: what is written then is sent, once, and stands marked in the place of what is lost', async () => {
    const { relay, ada, bo, adas, bos } = await restored(3)
    expect(await ada.says(adas, 'f')).toBe(4)
    await bos.log.take(relay.entries.slice(3))
    for (const [who, chat] of [
      [ada, adas],
      [bo, bos],
    ] as const)
      expect(await who.reads(chat)).toEqual(['a', 'b', 'c', 'f<replaced>'])
    expect(await bo.says(bos, 'g')).toBe(5)
    expect(await ada.says(adas, 'h')).toBe(6)
    expect(relay.entries).toHaveLength(6)
    expect(adas.log.doubt(AtEnd)).toBeUndefined()
  })

  test('has lost what was done to a message: it is as it was, where something else stands now', async () => {
    const { relay, ada, adas } = await talk()
    await adas.desk.call('DeleteMessage', { conversation: '', message: 1 })
    expect((await ada.reads(adas))[0]).toBe('<deleted>')
    relay.entries = relay.entries.slice(0, 5)
    await ada.says(adas, 'f')
    const read = await ada.reads(adas)
    expect([read[0], read[5]]).toEqual(['a', 'f<replaced>'])
  })
})

describe('a server that says that an account is gone', () => {
  const emptied =
    (author: Somebody) =>
    (all: readonly SealedEntry[]): readonly SealedEntry[] =>
      all.map((entry) => (entry.author === author.profile.id ? { ...entry, envelope: new Uint8Array() } : entry))
  const asked = (relay: Relay) => relay.heard.filter(({ method }) => method === 'GetFriends').length

  test('which is: what they wrote is gone, and that is asked once', async () => {
    const { relay, ada, bo } = await talk()
    relay.gone.add(ada.profile.id)
    relay.tampering.entries = emptied(ada)
    const chat = await bo.opens(ada.profile)
    for (let time = 0; time < 2; time++)
      expect(await bo.reads(chat)).toEqual(['<erased>', 'b', '<erased>', 'd', '<erased>'])
    expect(asked(relay)).toBe(1)
  })

  test('and what was read before goes with it, also where nobody was told', async () => {
    const { relay, ada, bo } = await talk()
    const chat = await bo.opens(ada.profile)
    expect(await bo.reads(chat)).toEqual(['a', 'b', 'c', 'd', 'e'])
    relay.gone.add(ada.profile.id)
    relay.tampering.entries = emptied(ada)
    expect(await bo.reads(chat)).toEqual(['<erased>', 'b', '<erased>', 'd', '<erased>'])
  })

  test('of a friend, whom it calls one all the same: that is no erasure, and what it gives again is read', async () => {
    const { relay, ada, bo } = await talk()
    relay.tampering.entries = emptied(ada)
    const chat = await bo.opens(ada.profile)
    const marked = ['<emptied>', 'b', '<emptied>', 'd', '<emptied>']
    expect(await bo.reads(chat)).toEqual(marked)
    // One question for all of them.
    expect(asked(relay)).toBe(1)
    relay.tampering = {}
    expect(await bo.reads(chat)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('of whoever reads it', async () => {
    const { relay, ada, bo } = await talk()
    relay.friends = false
    relay.tampering.entries = emptied(bo)
    expect(await readBy(bo, ada, relay)).toEqual(['a', '<emptied>', 'c', '<emptied>', 'e'])
  })

  test('of nobody that is here', async () => {
    const { relay, ada, bo } = await talk()
    const read = await readBy(bo, ada, relay, (all) => [
      ...all,
      { ...all[0]!, sequence: 6, author: profileOf('Cy').id, envelope: new Uint8Array() },
    ])
    expect(read.at(-1)).toBe('<unreadable>')
  })

  test('while it does not say who is a friend: nothing is believed yet', async () => {
    const { relay, ada, bo } = await talk()
    relay.tampering.entries = emptied(ada)
    relay.losesAnswersTo.add('GetFriends')
    const chat = await bo.opens(ada.profile)
    await expect(bo.reads(chat)).rejects.toThrow('unavailable')
    expect(await bo.reads(chat)).toContain('<emptied>')
  })

  test.each([
    [true, undefined],
    [false, 'emptied'],
  ])('while it is read (%s)', async (isGone, doubt) => {
    const { relay, ada, bo, bos } = await talk()
    await bo.reads(bos)
    if (isGone) relay.gone.add(ada.profile.id)
    bos.log.erased(ada.profile.id)
    // In its turn: after the question whether that can be.
    await bos.log.take([])
    expect([1, 2, 3].map(bos.log.doubt)).toEqual([doubt, undefined, doubt])
    expect(bos.log.message(1)).toMatchObject({ text: '', erased: isGone })
  })
})

describe('a server that goes back behind what was seen', () => {
  const atEnd = async (who: Somebody, from: Somebody, bounds = { before: null, after: null, count: 10 } as Bounds) => {
    const chat = await who.opens(from.profile)
    const { page } = await chat.log.read(bounds)
    return [page?.messages.length, chat.log.doubt(AtEnd)]
  }
  type Bounds = { before: number | null; after: number | null; count: number }

  test.each([3, 0])('and shows the first %i of five: another page load knows that there was more', async (count) => {
    const { relay, ada, bo, bos } = await talk()
    await bo.reads(bos)
    expect(bos.log.doubt(AtEnd)).toBeUndefined()
    relay.tampering.entries = (all) => all.slice(0, count)
    expect(await atEnd(bo, ada)).toEqual([count, 'missingAfter'])
    expect(await atEnd(bo, ada, { before: null, after: count, count: 10 })).toEqual([0, 'missingAfter'])
    if (count > 0) expect(await atEnd(bo, ada, { before: 2, after: null, count: 10 })).toEqual([1, 'missingAfter'])
    relay.tampering = {}
    expect(await atEnd(bo, ada)).toEqual([5, undefined])
  })

  test('for a while: the mark goes when all is there again, or when something came after', async () => {
    const { relay, ada, bo, adas, bos } = await talk()
    await bo.reads(bos)
    relay.tampering.entries = (all) => all.slice(0, 3)
    await bo.reads(bos)
    expect(bos.log.doubt(AtEnd)).toBe('missingAfter')
    relay.tampering = {}
    // Also a page of the middle tells.
    await bos.log.read({ before: 3, after: null, count: 10 })
    expect(bos.log.doubt(AtEnd)).toBeUndefined()
    relay.tampering.entries = (all) => all.slice(0, 3)
    await bo.reads(bos)
    relay.tampering = {}
    await ada.says(adas, 'f')
    await bos.log.take(relay.entries.slice(5))
    expect(bos.log.doubt(AtEnd)).toBeUndefined()
  })

  test('and says that there is more: what it does not show is missing, also to whoever has not seen it', async () => {
    const { relay, ada, bo } = await talk()
    relay.tampering.entries = (all) => all.slice(0, 4)
    relay.tampering.head = () => 5
    expect(await atEnd(bo, ada)).toEqual([4, 'missingAfter'])
  })

  test('is none that has forgotten where the end is, as long as what was seen is there', async () => {
    const { relay, ada, bo, bos } = await talk()
    await bo.reads(bos)
    relay.tampering.head = (head, before) => (before === null ? head : 3)
    expect(await atEnd(bo, ada, { before: 3, after: null, count: 10 })).toEqual([2, undefined])
  })

  test('is none where something is announced, in this tab or another one, while a page is on its way', async () => {
    const { relay, ada, bo, adas, bos } = await talk()
    const otherTab = await bo.opens(ada.profile)
    await bo.reads(bos)
    relay.meanwhile = async (method) => {
      if (method !== 'ReadSealed') return
      relay.meanwhile = undefined
      await ada.says(adas, 'f')
      await otherTab.log.take(relay.entries.slice(5))
    }
    expect(await bo.reads(bos)).toHaveLength(5)
    expect(relay.entries).toHaveLength(6)
    expect(bos.log.doubt(AtEnd)).toBeUndefined()
  })

  test('is none that has erased what somebody wrote', async () => {
    const { relay, ada, bo, bos } = await talk()
    await bo.reads(bos)
    relay.tampering.entries = (all) =>
      all.map((entry) => (entry.author === ada.profile.id ? { ...entry, envelope: new Uint8Array() } : entry))
    expect(await atEnd(bo, ada)).toEqual([5, undefined])
  })
})

describe('a server that leaves out', () => {
  test('the first that were missed, or the beginning', async () => {
    const { relay, ada, bo } = await talk()
    relay.tampering.entries = (all) => all.filter(({ sequence }) => sequence !== 3)
    const chat = await bo.opens(ada.profile)
    const { page } = await chat.log.read({ before: null, after: 2, count: 10 })
    expect(page?.messages.map(({ sequence }) => [sequence, chat.log.doubt(sequence)])).toEqual([
      [4, 'missingBefore'],
      [5, undefined],
    ])
    relay.tampering.entries = (all) => all.slice(3)
    expect((await bo.reads(await bo.opens(ada.profile)))[0]).toBe('d<missingBefore>')
  })

  test('everything for a moment: what can be read again is', async () => {
    const { relay, ada, bo } = await talk()
    const chat = await bo.opens(ada.profile)
    relay.tampering.epochs = () => [new Uint8Array(3)]
    expect(await bo.reads(chat)).toEqual(Array.from({ length: 5 }, () => '<unreadable>'))
    relay.tampering = {}
    chat.attached()
    expect(await bo.reads(chat)).toEqual(['a', 'b', 'c', 'd', 'e'])
    await bo.says(chat, 'f')
  })

  test.each([false, true])('a number: what has none of its own stays unsent; after a reload: %s', async (reloads) => {
    const { relay, ada, bo, adas: opened } = await talk()
    const adas = reloads ? await ada.opens(bo.profile) : opened
    const command = { conversation: '', id: ada.desk.newMessageId(), text: 'vanishes', replyTo: null }
    // The fifth again, as if it were this one's.
    relay.numbersAgain = 5
    expect((await adas.desk.call('SendMessage', command)).refusal?.code).toBe('unavailable')
    expect(relay.entries).toHaveLength(5)
  })
})

describe('a friend who is no friend', () => {
  const sealedBy = async (who: Somebody, chat: Awaited<ReturnType<Somebody['opens']>>, change: object) =>
    chat.desk
      .call('EditMessage', { conversation: '', message: 1, text: 'I owe you 1000', ...change } as never)
      .then(() => who)

  test('edits and deletes what the other said, also while the other looks on', async () => {
    const { relay, ada, bo, adas, bos } = await twoPeople()
    await ada.says(adas, 'I owe you 1')
    await bo.reads(bos)
    await sealedBy(bo, bos, {})
    await bos.desk.call('DeleteMessage', { conversation: '', message: 1 })
    const taken = await adas.log.take(relay.entries.slice(1))
    expect(taken.entries).toMatchObject([{ target: 0 }, { target: 0 }])
    for (const person of [ada, bo]) expect(await person.reads(person === ada ? adas : bos)).toEqual(['I owe you 1'])
    const { page } = await adas.log.read({ before: null, after: 1, count: 10 })
    expect(page?.changes).toMatchObject([{ target: 0 }, { target: 0 }])
  })

  test('quotes what was never said: where it was read, it stands as it was', async () => {
    const { ada, bo, adas, bos } = await twoPeople()
    const first = await ada.says(adas, 'I like tea')
    await bo.reads(bos)
    const liar = await bo.opens(ada.profile)
    await bo.reads(liar)
    const said = liar.log.find(first)!.said!
    Object.assign(said.body, { text: 'I stole it' })
    await bo.says(liar, 'Did you?', first)
    const { page } = await adas.log.read({ before: null, after: null, count: 10 })
    expect(page?.messages[1]?.replyTo).toMatchObject({ author: { name: 'Ada' }, text: 'I like tea' })
  })
})
