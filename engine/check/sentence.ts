/**
 * Problems of expressions and actions may come as clauses. A name at the beginning, `invoice.x` or `textDigest`, stays as it is
 * written.
 */
export function sentence(message: string): string {
  const whole = /[.!?:…]$/.test(message) ? message : `${message}.`;
  return /^[a-z]+[ ,]/.test(whole) ? whole.charAt(0).toUpperCase() + whole.slice(1) : whole;
}
