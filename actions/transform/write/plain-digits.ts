const withExponent = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/;

/** A decimal number without exponent, no digit lost: 1.5e-7 is 0.00000015. Any other text as it is. */
export function plainDigits(text: string): string {
  const match = withExponent.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const cut = Math.max(point, 1);
  const before = padded.slice(0, cut).replace(/^0+(?=\d)/, '');
  const after = padded.slice(cut);
  return sign + before + (after === '' ? '' : `.${after}`);
}
