import fc from 'fast-check';
import { expect, it } from 'vitest';
import { automatonOf, type Content } from '../../../../../actions/lib/xsd/acceptance/automaton.ts';
import { plainly, schemaOf } from '../schemas.ts';

const names = ['a', 'b', 'c', 'd'];
const orders = fc.array(fc.array(fc.constantFrom(...names), { maxLength: 7 }), { minLength: 12, maxLength: 12 });

type Occurs = readonly [least: number, most: number];
const few: readonly Occurs[] = [
  [1, 1],
  [0, 1],
  [1, Infinity],
  [0, Infinity],
];
const counted: readonly Occurs[] = [
  [0, 2],
  [2, 3],
  [2, Infinity],
  [0, 30],
];

/** Each name once: then libxml2 takes the schema. Counted is what is in `groups` and `symbols`. */
function contents(symbols: readonly Occurs[], groups: readonly Occurs[]): fc.Arbitrary<Content<string>> {
  const grouped = (chosen: readonly string[]): fc.Arbitrary<Content<string>> => {
    const [symbol = ''] = chosen;
    const occurs = fc
      .constantFrom(...(chosen.length === 1 ? symbols : groups))
      .map(([least, most]) => ({ least, most }));
    if (chosen.length === 1) return occurs.map((each) => ({ kind: 'symbol', symbol, ...each }));
    const kind = fc.constantFrom('sequence' as const, 'choice' as const);
    return fc
      .integer({ min: 1, max: chosen.length - 1 })
      .chain((cut) => fc.tuple(grouped(chosen.slice(0, cut)), grouped(chosen.slice(cut)), kind, occurs))
      .map(([left, right, kind, each]) => ({ kind, parts: [left, right], ...each }));
  };
  return fc.shuffledSubarray(names, { minLength: 1 }).chain(grouped);
}

const asSchema = (content: Content<string>): string => {
  const occurs = `minOccurs="${content.least}" maxOccurs="${content.most === Infinity ? 'unbounded' : content.most}"`;
  return content.kind === 'symbol'
    ? `<xs:element name="${content.symbol}" type="xs:string" ${occurs}/>`
    : `<xs:${content.kind} ${occurs}>${content.parts.map(asSchema).join('')}</xs:${content.kind}>`;
};

const asExpression = (content: Content<string>): string => {
  const occurs = `{${content.least},${content.most === Infinity ? '' : content.most}}`;
  return content.kind === 'symbol'
    ? `${content.symbol}${occurs}`
    : `(?:${content.parts.map(asExpression).join(content.kind === 'choice' ? '|' : '')})${occurs}`;
};

const accepted = (content: Content<string>, children: readonly string[]): boolean => {
  const { start, mostChildren } = automatonOf(content) ?? expect.fail('no automaton');
  let state: typeof start | undefined = start;
  for (const each of children) state = state?.next.get(each);
  return state?.ends === true && children.length <= mostChildren;
};

it('takes the orders of children that a regular expression takes', () => {
  const agree = (content: Content<string>, some: readonly string[][]) => {
    const expression = new RegExp(`^${asExpression(content)}$`);
    for (const children of [[], ...some])
      expect([expression, children, accepted(content, children)]).toEqual([
        expression,
        children,
        expression.test(children.join('')),
      ]);
  };
  fc.assert(fc.property(contents([...few, ...counted], [...few, ...counted]), orders, agree), { numRuns: 250 });
});

it('takes the orders of children that libxml2 takes, where that does not lose count', () => {
  let judged = 0;
  const agree = (content: Content<string>, some: readonly string[][]) => {
    const body = `<xs:complexType name="T"><xs:sequence>${asSchema(content)}</xs:sequence></xs:complexType>`;
    const valid = compiled(body);
    for (const children of valid === undefined ? [] : [[], ...some]) {
      const document = `<r xmlns="urn:t">${children.map((each) => `<${each}/>`).join('')}</r>`;
      expect([body, children, accepted(content, children)]).toEqual([body, children, valid?.(document)]);
      judged++;
    }
  };
  fc.assert(fc.property(contents(few, few), orders, agree), { numRuns: 150, seed: 11 });
  expect(judged).toBeGreaterThan(1000);
});

/** Undefined where libxml2 says that the content is ambiguous. */
function compiled(body: string): ((document: string) => boolean) | undefined {
  try {
    return plainly(schemaOf(`${body}<xs:element name="r" type="T"/>`));
  } catch {
    return undefined;
  }
}

const symbol = (symbol: string, least: number, most: number): Content<string> => ({
  kind: 'symbol',
  symbol,
  least,
  most,
});

it('has no place in a choice for what may come no time', () => {
  const choice: Content<string> = { kind: 'choice', parts: [symbol('a', 1, 1), symbol('b', 0, 0)], least: 1, most: 1 };
  expect([['a'], ['b'], []].map((children) => accepted(choice, children))).toEqual([true, false, false]);
});

it('does not count far', () => {
  expect(automatonOf(symbol('a', 0, 999))?.mostChildren).toBe(999);
  expect(automatonOf(symbol('a', 21, 30))).toBeUndefined();
  const parts = Array.from({ length: 20 }, () => symbol('a', 0, 20));
  expect(automatonOf({ kind: 'sequence', parts, least: 1, most: 20 })).toBeUndefined();
});
