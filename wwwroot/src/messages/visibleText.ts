/** Whether there is anything to see: neither spaces, nor controls, nor characters that are drawn as nothing. */
export const hasVisibleText = (text: string): boolean =>
  /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)
