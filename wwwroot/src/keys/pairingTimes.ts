/** How long a pairing lasts that nobody ends, from its first message on; the server forgets it then, too. */
export const PairingMs = 600_000

/** How long a code is shown, and can be typed. */
export const CodeMs = 180_000

/** How long a new device waits before it asks again after a pairing came to nothing. */
export const AgainMs = 10_000
