/**
 * Conditions on a node that several rules ask for, such as `cac:TaxScheme/normalize-space(cbc:ID) = 'VAT'`, are evaluated
 * once. What each answered for each node stands in one array of bytes: 0 not yet, 1 false, 2 true.
 */

/** A function's text, so that it remembers; `number` counts the functions that do. */
export function asMemo(
  name: string,
  parameters: readonly string[],
  body: string,
  comment: string,
  number: number,
): string {
  const given = parameters.join(', ');
  const node = parameters[0] ?? '0';
  const compute = `${name}_for`;
  return [
    `${comment}function ${name}(${given}) {`,
    `if (${node} >= remembered) return ${compute}(${given});`,
    `const at = ${node} * memos + ${number};`,
    `if (memo[at] === 0) memo[at] = ${compute}(${given}) ? 2 : 1;`,
    'return memo[at] === 2;',
    '}',
    '',
    `function ${compute}(${given}) {\n${body}\n}`,
  ].join('\n');
}

/** What the memory is declared as, and how it is cleared for a document; above 16 MB there is none. */
export function memoTexts(count: number): { readonly declared: string; readonly cleared: string } {
  if (count === 0) return { declared: '', cleared: '' };
  return {
    declared: `// What conditions answered, by node; for how many nodes.\nconst memos = ${count};\nlet memo = new Uint8Array(0);\nlet remembered = 0;`,
    cleared: [
      `remembered = size * memos <= ${most} ? size : 0;`,
      'const needed = remembered * memos;',
      'if (memo.length < needed) memo = new Uint8Array(needed);',
      'else memo.fill(0, 0, needed);',
    ].join('\n'),
  };
}

const most = 1 << 24;
