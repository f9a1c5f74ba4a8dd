import { fireEvent, screen, waitFor, within } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FriendEntry, Profile } from '../contract'
import { expectAccessible, open } from '../testApp'
import { person } from '../testChat'
import { forgetLink, pendingLink, takeLink } from './addLink'

const ada = person('Ada', { guest: false, handle: 'ada' })
const bo = person('Bo', { guest: false, handle: 'bo' })
const grace = person('Grace', { guest: false, handle: 'grace' })
const here = (profile: Profile) => ({ profile, devices: ['desktop' as const], presence: 'online' as const })
const blocked = (name: string, profile: Profile | null): FriendEntry => ({
  view: { with: name.toLowerCase(), relation: 'none', blocked: true, sinceMs: 0 },
  profile,
  lastSeenMs: null,
})
const dialog = (name: string) => within(screen.getByRole('dialog', { name }))

async function openDialog(prepare: Parameters<typeof open>[0] = () => {}) {
  const world = open((made) => {
    made.setMe(ada)
    made.setPeople([here(ada), here(bo)])
    prepare(made)
  })
  await world.user.click(screen.getByRole('button', { name: 'Add a friend' }))
  return { ...world, add: () => dialog('Add a friend') }
}

describe('somebody is added', () => {
  test('by their exact handle', async () => {
    const { add, asked, user } = await openDialog()
    expect(add().getByText('@ada')).toBeVisible()
    await user.type(add().getByRole('textbox', { name: 'Handle' }), ' bo {Enter}')
    const found = within(await add().findByRole('region', { name: 'Bo' }))
    expect(add().getByText('Found Bo.')).toHaveAttribute('role', 'status')
    await expectAccessible()
    await user.click(found.getByRole('button', { name: 'Add friend' }))
    expect(asked).toEqual(['find bo', 'request bo'])
  })

  test('or not, when nobody has it', async () => {
    const { add, user } = await openDialog()
    await user.type(add().getByRole('textbox', { name: 'Handle' }), 'bo{Enter}')
    await add().findByRole('region', { name: 'Bo' })
    await user.type(add().getByRole('textbox', { name: 'Handle' }), 'bby')
    await user.click(add().getByRole('button', { name: 'Find' }))
    expect(await add().findByText('Nobody here has the handle @bobby.')).toHaveAttribute('role', 'status')
    expect(add().queryByRole('region', { name: 'Bo' })).toBeNull()
    await expectAccessible()
  })

  test('what else goes wrong is told', async () => {
    const { add, user } = await openDialog(({ chat }) => {
      chat.friends.findPerson = async () => ({ value: null, refusal: { code: 'tooFast', retryAfterMs: 3_000 } })
    })
    await user.type(add().getByRole('textbox', { name: 'Handle' }), 'bo{Enter}')
    expect(await add().findByRole('alert')).toHaveTextContent('3 seconds')
    await expectAccessible()
  })

  test('an empty box asks nobody', async () => {
    const { add, asked, user } = await openDialog()
    await user.type(add().getByRole('textbox', { name: 'Handle' }), '  {Enter}')
    expect(asked).toEqual([])
  })

  test('a guest is told why not, and led to an account', async () => {
    const { add, user } = await openDialog(({ setMe }) => void setMe(person('Ada')))
    expect(add().queryByRole('textbox')).toBeNull()
    expect(add().getByText(/for friends you need an account/)).toBeVisible()
    await expectAccessible()
    await user.click(add().getByRole('button', { name: 'Create an account or sign in' }))
    expect(screen.queryByRole('dialog', { name: 'Add a friend' })).toBeNull()
    expect(screen.getByRole('dialog')).toBeVisible()
    await expectAccessible()
  })

  test('the dialog closes without the people', async () => {
    const { add, container, user } = await openDialog()
    await user.click(screen.getByRole('button', { name: /^People/ }))
    await fireEvent.keyDown(add().getByRole('textbox', { name: 'Handle' }), { key: 'Escape' })
    expect(container.querySelector('.frame')).toHaveAttribute('data-drawer', 'open')
    await user.click(add().getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByRole('button', { name: 'Add a friend' })).toHaveFocus()
  })
})

describe('links', () => {
  test('are made for the time that was chosen, shown once and revoked', async () => {
    const { add, asked, user } = await openDialog()
    const life = add().getByRole('combobox', { name: 'Valid for' })
    expect(life).toHaveDisplayValue('7 days')
    expect(add().queryByRole('list', { name: 'Your links' })).toBeNull()
    await user.selectOptions(life, '1 day')
    await user.click(add().getByRole('button', { name: 'Create link' }))
    expect(asked).toEqual(['link for 86400000'])
    const address = await add().findByRole('textbox', { name: 'Link that leads to you' })
    expect(address).toHaveValue(`http://localhost:5080/add/#${'t'.repeat(32)}`)
    expect(add().getByText(/not shown again.*on this computer only/)).toBeVisible()
    const links = within(await add().findByRole('list', { name: 'Your links' }))
    expect(links.getByRole('listitem')).toHaveTextContent(/^The link above/)
    await expectAccessible()
    await user.click(links.getByRole('button', { name: 'Revoke' }))
    expect(asked).toContain('revoke l1')
    await waitFor(() => expect(add().queryByRole('list', { name: 'Your links' })).toBeNull())
    expect(add().queryByRole('textbox', { name: 'Link that leads to you' })).toBeNull()
  })

  test('one that could not be made says why', async () => {
    const { add, user } = await openDialog(({ chat }) => {
      chat.friends.createLink = async () => ({
        value: null,
        refusal: { code: 'tooManyFriendLinks', retryAfterMs: null },
      })
    })
    await user.click(add().getByRole('button', { name: 'Create link' }))
    expect(await add().findByRole('alert')).toHaveTextContent('Revoke one first')
    await expectAccessible()
  })

  test('an address is copied with one click, and that is told', async () => {
    const { add, user } = await openDialog()
    await user.click(add().getByRole('button', { name: 'Create link' }))
    await user.click(await add().findByRole('button', { name: 'Copy link' }))
    expect(await navigator.clipboard.readText()).toContain('/add/')
    expect(await add().findByRole('button', { name: 'Copied' })).toBeVisible()
    expect(add().getByText('The address is copied.')).toHaveAttribute('role', 'status')
  })

  test('without a clipboard it is selected, to be copied by hand', async () => {
    const { add, user } = await openDialog()
    await user.click(add().getByRole('button', { name: 'Create link' }))
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'))
    await user.click(await add().findByRole('button', { name: 'Copy link' }))
    const field = add().getByRole<HTMLInputElement>('textbox', { name: 'Link that leads to you' })
    expect(field.selectionEnd).toBe(field.value.length)
    expect(add().queryByRole('button', { name: 'Copied' })).toBeNull()
  })
})

describe('those whom one has blocked', () => {
  const openSettings = async (entries: FriendEntry[]) => {
    const world = open(({ setMe, setFriends }) => {
      setMe(ada)
      setFriends(entries)
    })
    await world.user.click(screen.getByRole('button', { name: /^Account/ }))
    await world.user.click(screen.getByRole('menuitem', { name: 'Settings' }))
    await world.user.click(await screen.findByRole('tab', { name: 'Blocked' }))
    return { ...world, list: within(await screen.findByRole('list', { name: 'Blocked people' })) }
  }

  test('are listed by name and let go without a question', async () => {
    const { answers, asked, list, setFriends, user } = await openSettings([
      blocked('Zoe', person('Zoe')),
      blocked('Bo', bo),
      { ...blocked('Cy', person('Cy')), view: { with: 'cy', relation: 'friends', blocked: false, sinceMs: 0 } },
    ])
    expect(list.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['Bo@boUnblock', 'ZoeUnblock'])
    await expectAccessible()
    answers.account = [{ code: 'unavailable', retryAfterMs: null }]
    await user.click(list.getAllByRole('button', { name: 'Unblock' })[0]!)
    expect(asked).toEqual(['unblock bo'])
    expect(await list.findByRole('alert')).toBeVisible()
    setFriends([])
    expect(list.getByRole('listitem')).toHaveTextContent('You have blocked nobody.')
    await expectAccessible()
  })

  test('of whom nothing is known any more can be let go too', async () => {
    const { asked, list, user } = await openSettings([blocked('Gone', null)])
    await user.click(list.getByRole('button', { name: 'Unblock' }))
    expect(asked).toEqual(['unblock gone'])
  })
})

describe('whoever came by a link', () => {
  const token = 'a'.repeat(32)
  const come = (path: string) => {
    history.replaceState(null, '', path)
    takeLink()
  }
  beforeEach(() => come(`/add/${token}`))
  afterEach(() => {
    forgetLink()
    history.replaceState(null, '', '/')
  })
  const openAs = (me: Profile, prepare: Parameters<typeof open>[0] = () => {}) =>
    open((world) => {
      world.setMe(me)
      prepare(world)
    })

  test('sees whom it leads to, and can ask', async () => {
    const { asked, user } = openAs(ada)
    const found = within(await dialog('Add a friend').findByRole('region', { name: 'Grace' }))
    await expectAccessible()
    await user.click(found.getByRole('button', { name: 'Add friend' }))
    expect(asked).toEqual([`open ${token}`, 'request grace'])
    expect(pendingLink()).toBe(token)
    await user.click(dialog('Add a friend').getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(pendingLink()).toBeUndefined()
  })

  test('as a guest is led to an account, and the link waits', async () => {
    const { user } = openAs(person('Ada'))
    await user.click(await dialog('Add a friend').findByRole('button', { name: 'Create an account or sign in' }))
    expect(pendingLink()).toBe(token)
    await expectAccessible()
  })

  test('made it themselves', async () => {
    openAs(grace)
    const found = within(await dialog('Add a friend').findByRole('region', { name: 'Grace' }))
    expect(found.getByText(/This is your own link/)).toBeVisible()
    expect(found.queryByRole('button')).toBeNull()
  })

  test('which leads nowhere, is told so', async () => {
    openAs(ada, ({ chat }) => {
      chat.friends.openLink = async () => ({ value: null, refusal: { code: 'notFound', retryAfterMs: null } })
    })
    expect(await dialog('Add a friend').findByRole('alert')).toHaveTextContent('This link leads nowhere')
    await expectAccessible()
  })

  test.each(['/add/', '/add/short', `/add/${token}/more`])(
    'which is malformed (%s), is told without asking',
    async (path) => {
      come(path)
      const { asked } = openAs(ada)
      expect(await dialog('Add a friend').findByRole('alert')).toHaveTextContent('This link leads nowhere')
      expect(asked).toEqual([])
    },
  )

  test('can try again when the server could not tell', async () => {
    let tries = 0
    const { user } = openAs(ada, ({ chat }) => {
      chat.friends.openLink = async () =>
        tries++ === 0
          ? { value: null, refusal: { code: 'unavailable', retryAfterMs: null } }
          : { value: grace, refusal: null }
    })
    expect(await dialog('Add a friend').findByRole('alert')).toHaveTextContent('cannot do this right now')
    await expectAccessible()
    await user.click(dialog('Add a friend').getByRole('button', { name: 'Try again' }))
    expect(await dialog('Add a friend').findByRole('region', { name: 'Grace' })).toBeVisible()
    expect(screen.queryByRole('alert')).toBeNull()
  })
})
