/** An id for a new message: the time in its first 48 bits, as in UUIDv7 (RFC 9562), and 80 random ones. Ids of one device
 * follow each other, so the server finds them side by side instead of all over its index. `random` is 32 hexadecimal
 * characters. */
export const messageId = (nowMs: number, random: string): string => nowMs.toString(16).padStart(12, '0') + random.slice(12)
