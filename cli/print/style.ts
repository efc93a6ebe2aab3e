/** Colour for people who look at a terminal; plain text for files, pipes and whoever sets NO_COLOR. */
const colours = process.stdout.isTTY && process.env.NO_COLOR === undefined;

const styled = (code: number) => (text: string) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);

export const bold = styled(1);
export const dim = styled(2);
export const red = styled(31);
export const green = styled(32);
export const yellow = styled(33);
