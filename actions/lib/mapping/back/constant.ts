/**
 * Whether a text of a document is the constant of a mapping. White space around it means nothing, and a truth has two
 * spellings: XML Schema part 2, 3.2.2.
 */
export function isConstant(constant: string, text: string): boolean {
  if (text === constant) return true;
  const trimmed = text.trim();
  return trimmed === constant || (constant === 'true' && trimmed === '1') || (constant === 'false' && trimmed === '0');
}
