import { For, Show } from 'solid-js'
import Copy from 'lucide-solid/icons/copy'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Link from 'lucide-solid/icons/link'
import MailOpen from 'lucide-solid/icons/mail-open'
import Pencil from 'lucide-solid/icons/pencil'
import Reply from 'lucide-solid/icons/reply'
import SmilePlus from 'lucide-solid/icons/face-slightly-smiling-plus'
import Trash from 'lucide-solid/icons/trash'
import type { ChatMessage } from '../contract'
import { MenuButton, MenuItem } from '../ui/menu'
import { EmojiButton } from './emojiButton'
import './messageActions.css'

const quick = ['👍', '❤️', '😂']

interface Props {
  message: ChatMessage
  /** The address that leads to it. */
  link: string
  /** Whether it has a text to be copied. */
  mayCopy: boolean
  /** Whether one may react and reply. */
  mayWrite: boolean
  mayEdit: boolean
  mayDelete: boolean
  onReact: (emoji: string) => void
  onReply: () => void
  onEdit: () => void
  onMarkUnread: () => void
  onDelete: () => void
}

/** What one can do with a message, over its upper edge while it is pointed at or has the focus. */
export function MessageActions(props: Props) {
  return (
    <div class="message-actions" role="toolbar" aria-label="Message actions">
      <Show when={props.mayWrite}>
        <For each={quick}>
          {(emoji) => (
            <button
              type="button"
              class="icon-button small quick"
              aria-label={`React with ${emoji}`}
              title={`React with ${emoji}`}
              onClick={() => props.onReact(emoji)}
            >
              {emoji}
            </button>
          )}
        </For>
        <EmojiButton
          label="React"
          class="icon-button small"
          face={<SmilePlus size={17} aria-hidden="true" />}
          onChoose={props.onReact}
        />
        <button
          type="button"
          class="icon-button small"
          aria-label="Reply"
          title="Reply"
          onClick={() => props.onReply()}
        >
          <Reply size={17} aria-hidden="true" />
        </button>
      </Show>
      <Show when={props.mayEdit}>
        <button type="button" class="icon-button small" aria-label="Edit" title="Edit" onClick={() => props.onEdit()}>
          <Pencil size={16} aria-hidden="true" />
        </button>
      </Show>
      <MenuButton label="More" class="icon-button small" face={<Ellipsis size={17} aria-hidden="true" />}>
        {/* Browsers give no clipboard to an address without https. */}
        <Show when={navigator.clipboard}>
          <Show when={props.mayCopy}>
            <MenuItem onChoose={() => void navigator.clipboard.writeText(props.message.text)}>
              <Copy size={17} aria-hidden="true" /> Copy text
            </MenuItem>
          </Show>
          <MenuItem onChoose={() => void navigator.clipboard.writeText(props.link)}>
            <Link size={17} aria-hidden="true" /> Copy link
          </MenuItem>
        </Show>
        <MenuItem onChoose={() => props.onMarkUnread()}>
          <MailOpen size={17} aria-hidden="true" /> Mark unread from here
        </MenuItem>
        <Show when={props.mayDelete}>
          <MenuItem onChoose={() => props.onDelete()}>
            <Trash size={17} aria-hidden="true" /> Delete
          </MenuItem>
        </Show>
      </MenuButton>
    </div>
  )
}
