/** The members of a record in the order they are written, each name as the type of the record has it. */
export function entriesOf<Name extends string, Value>(
  record: Readonly<Partial<Record<Name, Value>>>,
): readonly (readonly [Name, Value])[] {
  const entries: [Name, Value][] = [];
  for (const name in record) {
    const value = record[name];
    if (value !== undefined && Object.hasOwn(record, name)) entries.push([name, value]);
  }
  return entries;
}
