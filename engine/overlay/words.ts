/** What an item of a list says that it does to one of the base's, by its id. */
export const listWords = ['before', 'after', 'replace', 'change', 'remove'] as const;

/** What an entry that has a name says that it does to the base's of that name. */
export const entryWords = ['replace', 'change', 'remove'] as const;
