/** Whether the page is as narrow as a phone, and so shows one thing at a time. As the style sheets have it. */
export const isNarrow = (): boolean => matchMedia('(max-width: 699px)').matches
