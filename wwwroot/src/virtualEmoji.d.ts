declare module 'virtual:emoji' {
  /** Character, group, and names separated by spaces. */
  const rows: [character: string, group: number, names: string][]
  export default rows
}
