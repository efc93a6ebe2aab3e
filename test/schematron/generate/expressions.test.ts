import { describe, expect, it } from 'vitest';
import { found } from '../rules.ts';
import expressions from './expressions.json' with { type: 'json' };

/** What every expression is evaluated on. */
const document = `<r xmlns:p="urn:p" k="7" l="x"><a>10</a><b>0.10</b><neg>-5</neg><negzero>-0</negzero><nan>NaN</nan>\
<d>2024-05-06</d><i>1</i><i>2</i><i>3</i><p:x>px</p:x><g><i>4</i></g><l xml:lang="de-AT">l</l><!--c--><?pi v?>\
<two>2</two><f>0.1</f><sp>  a  b </sp><c>AE</c><br>[</br></r>`;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;');

/** The strings of all items with blanks between, or the code of the error. */
function evaluated(expression: string): string {
  const text = escaped(`string-join(for $it in (${expression}) return string($it), ' ')`);
  const [finding = ''] = found(
    `<pattern><rule context="/"><let name="v" value="${text}"/><report id="x" test="$v = $v"><value-of select="$v"/></report></rule></pattern>`,
    document,
  );
  return finding.replace(/^x: /, '');
}

describe('an expression has the value that Saxon-HE 9.9 recorded for it', () => {
  it.each(expressions.map(([expression = '', value = '']) => [expression, value] as const))(
    '%s',
    (expression, value) => {
      expect(evaluated(expression)).toBe(value.replace(/\s+/g, ' ').trim() === '' ? value.trim() : value);
    },
  );
});
