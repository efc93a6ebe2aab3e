/**
 * Conditions on a node that several rules ask for, such as `cac:TaxScheme/normalize-space(cbc:ID) = 'VAT'`, are evaluated
 * once. What each answered for each node stands in one array, four to a byte: 0 not yet, 1 false, 2 true.
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
    'const known = (memo[at >> 2] >> ((at & 3) << 1)) & 3;',
    'if (known !== 0) return known === 2;',
    `const answer = ${compute}(${given});`,
    'memo[at >> 2] |= (answer ? 2 : 1) << ((at & 3) << 1);',
    'return answer;',
    '}',
    '',
    `function ${compute}(${given}) {\n${body}\n}`,
  ].join('\n');
}

/** What the memory is declared as, and how there is one for a document; above 8 MB there is none. */
export function memoTexts(count: number): { readonly declared: string; readonly cleared: string } {
  if (count === 0) return { declared: '', cleared: '' };
  return {
    declared: `// What conditions answered, by node; for how many nodes.\nconst memos = ${count};\nlet remembered = 0;`,
    cleared: `remembered = size * memos <= ${most} ? size : 0;\nmemo = zerosBeside(tree, (remembered * memos + 3) >> 2);`,
  };
}

const most = 1 << 25;
